"""The names under which QML knows Python's list and dict: the same for Property and for the QML linter."""

from __future__ import annotations

QVariantList = list
QVariantMap = dict
