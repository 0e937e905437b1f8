"""The panel beside the terminal: cards, a phone, paper and the network, under a mouse. The only Qt here."""

from __future__ import annotations

from kiosk.dock.panel.window import show

__all__ = ["show"]
