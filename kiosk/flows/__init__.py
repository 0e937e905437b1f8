"""Service items as data, and one person's walk through one of them.

Both sides run this package: the terminal to ask, the platform to check. It knows no device, clock or store.
"""
