"""Devices without hardware, at wire level: pseudo-terminals and sockets, driven by one state file each.

They speak the bytes that the hardware speaks and know no adapter, so that the shipped adapters run in the
demo, in tests and in the field alike. Synthetic persons only.
"""
