"""Award tenders by published rules: proven best, checked without a solver, explained."""

__version__ = "0.1.0"
