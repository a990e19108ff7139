"""Notices of the European Union (eForms): lots, limits and criteria as a model to complete."""

from award_opt.eforms.notice import Criterion, Lot, Notice, read_notice
from award_opt.eforms.skeleton import Skeleton, skeleton

__all__ = ["Criterion", "Lot", "Notice", "Skeleton", "read_notice", "skeleton"]
