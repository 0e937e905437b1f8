"""Smart cards of every kind by PC/SC: who watches the readers, and how one card is talked to.

Only the low-level calls of pyscard are used: its own monitors end for good when the service stops.
"""
