"""``python -m award_opt.cli`` is ``award-opt``."""

from award_opt.cli import main

main()
