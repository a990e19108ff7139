"""Awards, ledgers and findings as text for a terminal, in Dutch and English."""
