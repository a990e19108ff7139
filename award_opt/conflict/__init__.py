"""When nothing is lawful: all smallest conflicts and the least repairs."""

from award_opt.conflict.change import Change
from award_opt.conflict.find import Conflict, Conflicts, Unmeetable, conflicts
from award_opt.conflict.ladders import Wishes
from award_opt.conflict.members import Member
from award_opt.conflict.proofs import certified, numbered
from award_opt.conflict.repairs import Repair

__all__ = [
    "Change",
    "Conflict",
    "Conflicts",
    "Member",
    "Repair",
    "Unmeetable",
    "Wishes",
    "certified",
    "conflicts",
    "numbered",
]
