"""What an eForms notice says of lots, limits, criteria, frameworks and dates.

Field numbers (BT-33 and so on) are those of Regulation (EU) 2019/1780.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element

from award_opt.eforms.xml import along, first, local, read_xml, text
from award_opt.errors import Finding, InputError

ROOTS = ("PriorInformationNotice", "ContractNotice", "ContractAwardNotice")
SDK = "eforms-sdk-"
DAY = len("2026-01-31")


@dataclass(frozen=True, slots=True)
class Criterion:
    """An award criterion of a lot.

    ``numbers`` are the codes of BT-5421, BT-5422 and BT-5423 with the number (BT-541) of each.
    """

    kind: str
    names: Mapping[str, str]
    descriptions: Mapping[str, str]
    numbers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Lot:
    """A lot; texts by language as ISO 639-3 codes, numbers and dates as the notice writes them."""

    id: str
    names: Mapping[str, str]
    criteria: tuple[Criterion, ...]
    formula: Mapping[str, str]
    framework: str
    participants: str
    framework_value: str
    value: str
    deadline: str
    begins: str
    ends: str


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice, as far as a model can use it."""

    id: str
    version: str
    date: str
    language: str
    internal_id: str
    names: Mapping[str, str]
    buyers: tuple[str, ...]
    lots_submitted: str
    lots_awarded: str
    groups: tuple[str, ...]
    lots: tuple[Lot, ...]


def read_notice(path: Path) -> Notice:
    """The notice in an XML file.

    Raises
    ------
    InputError
        The file cannot be read safely, is no eForms notice, or has no lots, or two of the same id.
    """
    root = read_xml(path)
    if local(root) not in ROOTS or not first(root, "CustomizationID").startswith(SDK):
        facts = {"seen": local(root)[:60], "sdk": first(root, "CustomizationID")[:60] or "-"}
        raise InputError([Finding(str(path), "eforms_not_notice", facts)])
    parts = list(along(root, "ProcurementProjectLot"))
    lots = tuple(_lot(part) for part in parts if _scheme(part) in ("Lot", ""))
    _check(lots, str(path))
    return Notice(
        id=first(root, "ID"),
        version=first(root, "VersionID"),
        date=first(root, "IssueDate")[:DAY],
        language=first(root, "NoticeLanguageCode"),
        internal_id=first(root, "ProcurementProject/ID"),
        names=_languages(root, "ProcurementProject/Name"),
        buyers=tuple(_buyers(root)),
        lots_submitted=first(root, "TenderingTerms/LotDistribution/MaximumLotsSubmittedNumeric"),
        lots_awarded=first(root, "TenderingTerms/LotDistribution/MaximumLotsAwardedNumeric"),
        groups=tuple(first(part, "ID") for part in parts if _scheme(part) == "LotsGroup"),
        lots=lots,
    )


def _check(lots: tuple[Lot, ...], place: str) -> None:
    if not lots:
        raise InputError([Finding(place, "eforms_no_lots")])
    ids = [lot.id for lot in lots]
    twice = [name for name in dict.fromkeys(ids) if ids.count(name) > 1]
    if twice:
        raise InputError([Finding(place, "eforms_lot_twice", {"value": name}) for name in twice])


def _scheme(part: Element) -> str:
    return next((one.get("schemeName", "") for one in along(part, "ID")), "")


def _languages(element: Element, path: str) -> dict[str, str]:
    return {one.get("languageID", ""): text(one) for one in along(element, path) if text(one)}


def _buyers(root: Element) -> Iterator[str]:
    companies = {
        first(company, "PartyIdentification/ID"): first(company, "PartyName/Name")
        for company in along(root, "**/Company")
    }
    for party in along(root, "ContractingParty/Party/PartyIdentification/ID"):
        yield companies.get(text(party)) or text(party)


def _lot(part: Element) -> Lot:
    terms, project = "TenderingTerms/AwardingTerms/AwardingCriterion", "ProcurementProject"
    criteria = along(part, f"{terms}/SubordinateAwardingCriterion")
    systems = {
        one.get("listName", ""): text(one)
        for one in along(part, "TenderingProcess/ContractingSystem/ContractingSystemTypeCode")
    }
    deadline = first(part, "TenderingProcess/TenderSubmissionDeadlinePeriod/EndDate")
    framework = "TenderingProcess/FrameworkAgreement/MaximumOperatorQuantity"
    return Lot(
        id=first(part, "ID"),
        names=_languages(part, f"{project}/Name"),
        criteria=tuple(_criterion(one) for one in criteria),
        formula=_languages(part, f"{terms}/CalculationExpression"),
        framework=systems.get("framework-agreement", ""),
        participants=first(part, framework),
        framework_value=_money(part, f"{project}/RequestedTenderTotal/**/FrameworkMaximumAmount"),
        value=_money(part, f"{project}/RequestedTenderTotal/EstimatedOverallContractAmount"),
        deadline=deadline[:DAY],
        begins=first(part, f"{project}/PlannedPeriod/StartDate")[:DAY],
        ends=first(part, f"{project}/PlannedPeriod/EndDate")[:DAY],
    )


def _money(part: Element, path: str) -> str:
    one = next(along(part, path), None)
    return "" if one is None else f"{text(one)} {one.get('currencyID', '')}".strip()


def _criterion(element: Element) -> Criterion:
    numbers = [
        (first(one, "ParameterCode"), first(one, "ParameterNumeric"))
        for one in along(element, "**/AwardCriterionParameter")
    ]
    return Criterion(
        kind=first(element, "AwardingCriterionTypeCode"),
        names=_languages(element, "Name"),
        descriptions=_languages(element, "Description"),
        numbers=tuple(numbers),
    )
