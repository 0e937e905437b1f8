"""The virtual devices of one terminal as one process, and a panel on which a newcomer handles them.

Only the panel knows Qt. Everything is driven by one state file a device, so that a script, a test and a
finger on the panel do the same thing.
"""
