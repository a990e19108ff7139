"""National programs: regions that few rows link, such as at most so many lots for one provider.

A price for each linking row turns the program into one small problem per region, whose optima add
up to a bound that holds for every award. Awards come from visiting the regions in turn, and from
solving a few of them together beside what the others leave.
"""

from award_opt.search.linked.pursuit import near_best, within

__all__ = ["near_best", "within"]
