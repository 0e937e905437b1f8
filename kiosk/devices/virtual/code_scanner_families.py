"""Scanners of the other families on the same serial line: one of them runs where it is named."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.devices.virtual.code_scanner import CodeScannerState, serial_stand


@dataclass(frozen=True)
class HoneywellScannerState(CodeScannerState):
    KIND = "code_scanner_honeywell"


@dataclass(frozen=True)
class NewlandScannerState(CodeScannerState):
    KIND = "code_scanner_newland"


@dataclass(frozen=True)
class ContinuousScannerState(CodeScannerState):
    KIND = "code_scanner_continuous"


STANDS = (
    serial_stand("honeywell", HoneywellScannerState, alone=True),
    serial_stand("newland", NewlandScannerState, alone=True),
    serial_stand("continuous", ContinuousScannerState, alone=True),
)
