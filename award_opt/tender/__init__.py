"""The tender: its schema, its checks and its reader."""

from award_opt.tender.read import json_schema, parse_tender, read_tender
from award_opt.tender.schema import (
    Area,
    Award,
    Bilingual,
    CareType,
    Criterion,
    Document,
    Goal,
    Scoring,
    Segment,
    Tender,
)

__all__ = [
    "Area",
    "Award",
    "Bilingual",
    "CareType",
    "Criterion",
    "Document",
    "Goal",
    "Scoring",
    "Segment",
    "Tender",
    "json_schema",
    "parse_tender",
    "read_tender",
]
