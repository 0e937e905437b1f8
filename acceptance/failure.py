"""What keeps a command from being carried out."""

from __future__ import annotations


class StartError(Exception):
    """One sentence for whoever runs the platform."""
