"""Instances: the opened and scored bids of one tender, read from tables."""

from award_opt.instance.bids import STATUSES, weighted_mean
from award_opt.instance.bulk import read_columns
from award_opt.instance.read import (
    Read,
    instance_content,
    instance_digest,
    read_instance,
    read_tables,
    tender_of,
)
from award_opt.instance.tables import LAYOUTS

__all__ = [
    "LAYOUTS",
    "STATUSES",
    "Read",
    "instance_content",
    "instance_digest",
    "read_columns",
    "read_instance",
    "read_tables",
    "tender_of",
    "weighted_mean",
]
