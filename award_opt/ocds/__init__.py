"""Releases of the Open Contracting Data Standard: an instance and its award, written and read."""

from award_opt.ocds.canonical import to_bytes
from award_opt.ocds.export import Dated, export
from award_opt.ocds.folder import Imported, read_release

__all__ = ["Dated", "Imported", "export", "read_release", "to_bytes"]
