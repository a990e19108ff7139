"""The search for the best award of a program, proven in integers."""
