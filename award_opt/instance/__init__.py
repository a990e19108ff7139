"""Instances: the opened and scored bids of one tender, read from tables."""

from award_opt.instance.bids import STATUSES, weighted_mean
from award_opt.instance.read import instance_digest, read_instance
from award_opt.instance.tables import LAYOUTS

__all__ = ["LAYOUTS", "STATUSES", "instance_digest", "read_instance", "weighted_mean"]
