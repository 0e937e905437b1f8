"""A flow as a picture, in Mermaid: paste it into any Markdown page."""

from __future__ import annotations

from kiosk.flows import branch_drawing
from kiosk.flows.definition import Flow, Step


def mermaid(flow: Flow) -> str:
    lines = ["flowchart TD"]
    lines += [f'  {step.key}["{step.stage} · {step.title.zh}"]' for step in flow.steps]
    before: list[tuple[Step, str]] = []
    for step in flow.steps:
        lines += [f"  {earlier.key} -->{label} {step.key}" for earlier, label in before]
        # A step with a condition may be passed by, so the one before it leads on as well.
        if step.when is None:
            before = [(step, "")]
        else:
            before = [(step, ""), *((earlier, "|else|") for earlier, _ in before)]
        for number, stop in enumerate(step.stops):
            why = stop.when.source if stop.when else "always"
            lines.append(f'  {step.key} -. "{why}" .-> {step.key}_{number}(["{stop.title.zh}"])')
    lines += [f"  {step.key} -->{label} filed([收件])" for step, label in before]
    return "\n".join([*lines, *branch_drawing.mermaid(flow.branches)])
