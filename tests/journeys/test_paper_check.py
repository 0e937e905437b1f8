"""A paper that a terminal printed is proved at another one, without a line; one that was changed is red."""

import subprocess

import pytest
import zxingcpp
from PIL import Image

from kiosk.wire.client import PlatformClient
from tests.journeys.scanning import hold


@pytest.fixture
def printed(equipped_visitor, tmp_path):
    """What the code says on a certificate that came out of the printer; its person has gone."""
    visitor = equipped_visitor
    before = set(visitor.place.paper.glob("*.pdf"))
    visitor.walks_to_review()
    visitor.tap("submit")
    visitor.sees("Preview")
    visitor.until(lambda: visitor.can_tap("print"), "the document")
    visitor.tap("print")
    visitor.until(lambda: set(visitor.place.paper.glob("*.pdf")) - before, "the paper")
    [paper] = set(visitor.place.paper.glob("*.pdf")) - before
    visitor.takes_card()
    visitor.shell.session.end()
    visitor.sees("Home")
    subprocess.run(["pdftoppm", "-r", "200", "-png", "-f", "1", "-l", "1", paper, tmp_path / "p"], check=True)
    with Image.open(next(tmp_path.glob("p*.png"))) as image:
        [code] = zxingcpp.read_barcodes(image)
    return code.text


def nobody(*asked):
    raise AssertionError("there is no line")


def shows(visitor, code, genuine):
    papers = visitor.shell.view.papers
    visitor.until(lambda: visitor.shell.view._machine.codes.property("ready"), "the scanner")
    wanted = lambda: visitor.page == "Paper" and papers.property("genuine") is genuine  # noqa: E731
    hold(visitor, code, wanted, "what the code says")


def test_a_printed_certificate_is_green_off_line_and_a_changed_one_red(
    equipped_visitor, printed, monkeypatch
):
    visitor = equipped_visitor
    monkeypatch.setattr(PlatformClient, "ask", nobody)
    paper = set(visitor.place.paper.iterdir())
    shows(visitor, printed, True)
    said = visitor.reads()
    assert "这是平台出具的材料" in said and "*洋" in said and "刘洋" not in said
    place = printed.index("#") + 200
    shows(visitor, printed[:place] + ("A" if printed[place] != "A" else "B") + printed[place + 1 :], False)
    assert "没有通过核验" in visitor.reads() and "*洋" not in visitor.reads()
    assert not visitor.can_tap("print") and set(visitor.place.paper.iterdir()) == paper
    visitor.tap("paper.close")
    visitor.sees("Home")
    assert not visitor.shell.view.papers.property("rows")
