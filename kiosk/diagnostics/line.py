"""The way to the platform, as checks: the step that failed, and those behind it that were never reached."""

from __future__ import annotations

from kiosk.diagnostics.probe import STEPS, Probe
from kiosk.diagnostics.trust import ENROLMENT
from kiosk.diagnostics.verdict import failed, passed, unasked
from kiosk.model import Health

NETWORK = "网络"


def checks(probe: Probe) -> tuple[Health, ...]:
    done = dict(probe.done)
    cause = probe.trouble.step if probe.trouble else ENROLMENT
    found = []
    for step in STEPS:
        if probe.trouble is not None and step == probe.trouble.step:
            found.append(
                failed(step, probe.trouble.value, advice=probe.trouble.advice, code=probe.trouble.code)
            )
        elif step in done:
            found.append(passed(step, done[step]))
        else:
            found.append(unasked(step, cause))
    return tuple(found)
