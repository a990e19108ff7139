"""XML from outside: no entities, no document type, bounded in size, depth and elements."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from award_opt.errors import Finding, InputError
from award_opt.files import MEBIBYTE, fault, os_fault

MAX_BYTES = 16 * MEBIBYTE
MAX_DEPTH = 100
MAX_ELEMENTS = 500_000


class _LimitError(Exception):
    """More layers or elements than any notice has."""


class _Bounded:
    """Builds a tree, and stops where it grows beyond what a notice can be."""

    def __init__(self) -> None:
        self._builder = TreeBuilder()
        self._depth = self._elements = 0

    def start(self, tag: str, attributes: dict[str, str]) -> Element:
        self._depth += 1
        self._elements += 1
        if self._depth > MAX_DEPTH or self._elements > MAX_ELEMENTS:
            raise _LimitError
        return self._builder.start(tag, attributes)

    def end(self, tag: str) -> Element:
        self._depth -= 1
        return self._builder.end(tag)

    def data(self, text: str) -> None:
        self._builder.data(text)

    def close(self) -> Element:
        return self._builder.close()


def read_xml(path: Path) -> Element:
    """The root of an XML file.

    Raises
    ------
    InputError
        The file is absent, too large or not XML, is nested too deeply, or declares a document
        type or entities.
    """
    from defusedxml.common import DefusedXmlException  # noqa: PLC0415
    from defusedxml.ElementTree import DefusedXMLParser  # noqa: PLC0415

    if found := fault(path, MAX_BYTES):
        raise InputError([found])
    place = str(path)
    parser = DefusedXMLParser(target=_Bounded(), forbid_dtd=True)
    try:
        parser.feed(path.read_bytes())
        root: Element = parser.close()
    except DefusedXmlException as error:
        raise InputError([Finding(place, "eforms_entities")]) from error
    except _LimitError as error:
        facts = {"depth": MAX_DEPTH, "elements": MAX_ELEMENTS}
        raise InputError([Finding(place, "eforms_bounds", facts)]) from error
    except ParseError as error:
        line, column = error.position
        where = {"line": line, "character": column + 1}
        raise InputError([Finding(place, "eforms_not_xml", where)]) from error
    except (LookupError, ValueError) as error:
        raise InputError([Finding(place, "eforms_encoding")]) from error
    except OSError as error:
        raise InputError([os_fault(path, error)]) from error
    return root


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def along(element: Element, path: str) -> Iterator[Element]:
    """The elements at a path of local names below ``element``; ``**`` stands for any depth."""
    step, _, rest = path.partition("/")
    if step == "**":
        name, _, rest = rest.partition("/")
        found = (one for one in element.iter() if one is not element and local(one) == name)
    else:
        found = (one for one in element if local(one) == step)
    for one in found:
        if rest:
            yield from along(one, rest)
        else:
            yield one


def text(element: Element | None) -> str:
    """The text of an element on one line, without invisible characters."""
    words = "" if element is None or element.text is None else element.text
    line = " ".join(words.split())
    return "".join(character for character in line if character.isprintable())


def first(element: Element, path: str) -> str:
    """The text of the first element at a path; empty where there is none."""
    return text(next(along(element, path), None))
