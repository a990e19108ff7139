"""Every peer on the same books: from plain tables in memory to a proven award.

``python -m benchmarks.peers`` runs competitors one by one, each in a process of its own with a
limit on time and memory; ``make bench-peers`` sets up the environment of the peers first. A peer's
modules import nothing of the package and only the peer's own library, when it runs.
"""
