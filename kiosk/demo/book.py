"""What a demo leaves: every screen and all paper as pictures, and a timeline for machine and person."""

from __future__ import annotations

import html
import json
import shutil
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kiosk.demo.stand import Stand

MARK = ".kiosk-demo"
_PAGE = """<!doctype html><meta charset="utf-8"><title>kiosk demo</title>
<meta name="viewport" content="width=device-width">
<style>
body {{ font: 16px/1.5 sans-serif; margin: 2rem; background: #f8f4ec; color: #16262b }}
section {{ margin-bottom: 2rem }}
figure {{ display: inline-block; margin: 0 1rem 1rem 0; vertical-align: top }}
img {{ width: 216px; border: 1px solid #7b8a8c }} figcaption {{ max-width: 216px }}
td, th {{ text-align: left; padding: .2rem 1rem .2rem 0 }}
</style>
<h1>kiosk demo</h1>
{body}
"""


class Timeline:
    def __init__(self, started: float) -> None:
        self._started = started
        self.chapters: list[dict[str, Any]] = []

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._started

    def begin(self, name: str, title: str) -> None:
        self.chapters.append({"chapter": name, "title": title, "taps": 0, "typed": 0, "pages": []})

    def add(self, page: str, picture: Path) -> None:
        entry = {"seconds": round(self.seconds, 2), "page": page, "picture": picture.name}
        self.chapters[-1]["pages"].append(entry)

    def end(self, taps: int, typed: int, facts: int) -> None:
        """`facts`: what nobody but the person could say."""
        self.chapters[-1] |= {"taps": taps, "typed": typed, "facts": facts}


def bind(out: Path, stand: Stand, timeline: Timeline, filings: Sequence[dict[str, Any]]) -> list[Path]:
    """Writes everything beside the screens; returns all pictures."""
    paper = out / "paper"
    paper.mkdir()
    slips = [Path(shutil.copy(path, paper)) for path in sorted(stand.paper.glob("slip-*.png"))]
    pages = [page for path in sorted(stand.paper.glob("doc-*.pdf")) for page in _pictures(path, paper)]
    told = {"chapters": timeline.chapters, "filings": list(filings), "slips": [p.name for p in slips]}
    told["documents"] = [p.name for p in pages]
    (out / "timeline.json").write_text(json.dumps(told, ensure_ascii=False, indent=1), "utf-8")
    (out / "index.html").write_text(_PAGE.format(body=_body(timeline, filings, slips + pages)), "utf-8")
    return sorted((out / "screens").iterdir()) + slips + pages


def _pictures(pdf: Path, folder: Path) -> list[Path]:
    shutil.copy(pdf, folder)
    subprocess.run(["pdftoppm", "-png", "-r", "80", str(pdf), str(folder / pdf.stem)], check=True)
    return sorted(folder.glob(f"{pdf.stem}-*.png"))


def _body(timeline: Timeline, filings: Sequence[dict[str, Any]], paper: Sequence[Path]) -> str:
    parts = ["<table><tr><th>编号<th>事项<th>状态<th>回执签名"]
    for filing in filings:
        cells = [filing["number"], filing["item"], filing["outcome"], filing["receipt_verified"]]
        parts.append("<tr>" + "".join(f"<td>{html.escape(str(cell))}" for cell in cells))
    parts.append("</table>")
    for chapter in timeline.chapters:
        title = f"{chapter['title']}（{chapter['taps']} 次点按）"
        figures = [
            _figure("screens", p["picture"], f"{p['seconds']} s {p['page']}") for p in chapter["pages"]
        ]
        parts.append(f"<section><h2>{html.escape(title)}</h2>{''.join(figures)}</section>")
    figures = [_figure("paper", path.name, path.stem) for path in paper]
    parts.append(f"<section><h2>打印出来的纸</h2>{''.join(figures)}</section>")
    return "\n".join(parts)


def _figure(folder: str, name: str, caption: str) -> str:
    source = html.escape(f"{folder}/{name}")
    return f'<figure><img src="{source}" alt=""><figcaption>{html.escape(caption)}</figcaption></figure>'
