"""What else can be with a virtual A4 printer beside DocumentPrinterState: reasons in IPP's words and more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.devices.virtual.state import DocumentPrinterState, State, choice, count, demand

# printer-state-reasons (RFC 8011 §5.4.12 and its extensions); those of the first list stop a printer.
_STOPPING = (
    "media-empty",
    "media-needed",
    "media-jam",
    "input-tray-missing",
    "toner-empty",
    "marker-supply-empty",
    "marker-waste-full",
    "cover-open",
    "door-open",
    "interlock-open",
    "output-area-full",
    "spool-area-full",
    "fuser-over-temp",
    "fuser-under-temp",
    "opc-life-over",
    "paused",
    "moving-to-paused",
    "shutdown",
    "timed-out",
    "offline",
)
_TOLD = (
    "media-low",
    "toner-low",
    "marker-supply-low",
    "marker-waste-almost-full",
    "output-area-almost-full",
    "opc-near-eol",
    "stopped-partly",
    "connecting-to-device",
    "sleep-mode",
)
REASONS = (*_STOPPING, *_TOLD)
_SUFFIXES = ("error", "warning", "report")


@dataclass(frozen=True)
class DocumentConditionState(State):
    """`reasons`: keywords with commas between, each as the printer is to say it, -error, -warning and -report
    included. `markers` and `low_markers`: percents with commas between; empty: the printer does not say."""

    KIND = "document_condition"
    reasons: str = ""
    markers: str = ""  # beside what DocumentPrinterState says of the toner
    low_markers: str = ""
    accepting: bool = True
    pdf: bool = True
    job: str = "ok"  # or aborted, or completed with errors
    answers: str | None = None  # half: the second half of each answer is lost
    unplug_at_byte: int | None = None  # the cable goes after so many more bytes to the printer

    def __post_init__(self) -> None:
        demand(isinstance(self.reasons, str) and all(map(_known, split(self.reasons))), "reasons",
                "words with commas between: " + ", ".join(REASONS))  # fmt: skip
        for key in ("markers", "low_markers"):
            demand(_levels(getattr(self, key)), key, "percents with commas between, as in 1,80")
        for key in ("accepting", "pdf"):
            demand(isinstance(getattr(self, key), bool), key, "true or false")
        choice(self.job, "job", "ok", "aborted", "errors")
        choice(self.answers, "answers", None, "half")
        count(self.unplug_at_byte, "unplug_at_byte")


def split(text: str) -> list[str]:
    return text.split(",") if text else []


def reasons(now: DocumentPrinterState, more: DocumentConditionState) -> list[str]:
    signs = {
        "media-empty-error": now.media == "empty",
        "media-jam-error": now.media == "jam",
        "toner-empty-error": now.toner == "empty",
        "toner-low-warning": now.toner == "low",
        "door-open-error": now.door == "open",
        "paused": now.fault == "stopped",
    }
    return [*(reason for reason, sign in signs.items() if sign), *split(more.reasons)]


def stops(said: Sequence[str]) -> bool:
    """A keyword without a suffix stops the printer when it usually does; offline-report always does."""
    return any(
        reason.endswith("-error") or reason in _STOPPING or reason == "offline-report" for reason in said
    )


def _known(reason: str) -> bool:
    word, _, suffix = reason.rpartition("-")
    return reason in REASONS or (suffix in _SUFFIXES and word in REASONS)


def _levels(text: object) -> bool:
    """-1 to -3 mean that the printer does not know."""
    try:
        return isinstance(text, str) and all(-3 <= int(part) <= 100 for part in split(text))
    except ValueError:
        return False
