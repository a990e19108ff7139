"""``python -m award_opt`` is ``award-opt``."""

from award_opt.cli import main

if __name__ == "__main__":
    main()
