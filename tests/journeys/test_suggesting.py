"""提建议 at the screen: two taps from any page, nobody signs in, and a code leads back to it."""

import requests

from acceptance import suggestions
from kiosk.devices.virtual import state
from kiosk.store.journal import Event

WORDS = "kuai yi dian"


def writes(visitor, text=WORDS):
    """Two taps from the page at hand, then which kind, then the words."""
    visitor.tap("hotline", "suggest", "suggest.suggestion")
    visitor.until(lambda: visitor.can_tap("key.k"), "the keys")
    visitor.shell.view.suggestions.accept(text)
    visitor.until(lambda: visitor.can_tap("suggest.send"), "one more look")


def slips(visitor):
    return len(list(visitor.place.paper.glob("slip-*.png")))


def code_of(visitor):
    return visitor.shell.view.suggestions.property("code")


def test_who_suggests_something_at_the_screen_follows_it_by_the_code(visitor):
    before = slips(visitor)
    writes(visitor)
    visitor.tap("suggest.send")
    visitor.until(lambda: code_of(visitor), "the code")
    assert code_of(visitor) in visitor.reads()
    visitor.until(lambda: "已经打印" in visitor.reads(), "the slip")
    assert slips(visitor) == before + 1
    address = visitor.scans()
    asked = {"params": {"code": code_of(visitor)}, "verify": visitor.place.server.ca, "timeout": 20}
    assert "已收到" in requests.get(address, **asked).text
    with visitor.place.server.database.reading() as connection:
        (kept,) = [row for row in suggestions.listed(connection) if row.text == WORDS][:1]
    assert kept.terminal == visitor.terminal.number and kept.kind is suggestions.Kind.SUGGESTION
    rows = visitor.terminal.store._database.rows("select * from journal where event = ?", (Event.SUGGESTED,))
    assert [row["subject"] for row in rows] == ["suggestion"]
    assert WORDS not in str([tuple(row) for row in rows])
    visitor.tap("close")
    visitor.sees("Home")
    assert not code_of(visitor)  # whoever comes next sees nothing of it


def test_in_the_middle_of_a_matter_it_leads_back_to_where_the_person_was(visitor):
    visitor.tap("item.si-certificate")
    visitor.sees("Notice")
    writes(visitor)
    visitor.tap("suggest.send")
    visitor.until(lambda: code_of(visitor), "the code")
    visitor.tap("close")
    visitor.sees("Notice")


def test_without_a_line_it_says_so_and_keeps_nothing(offline_visitor):
    writes(offline_visitor)
    offline_visitor.tap("suggest.send")
    offline_visitor.until(lambda: "交不上去" in offline_visitor.reads(), "the word that it was not sent")
    assert WORDS in offline_visitor.reads()  # and may be sent once more
    kept = b"".join(
        part.read_bytes() for part in offline_visitor.terminal.store._database.path.parent.glob("kiosk.db*")
    )
    assert WORDS.encode() not in kept
    offline_visitor.tap("home")
    offline_visitor.sees("Home")
    assert not offline_visitor.shell.view.suggestions.property("text")


def test_without_paper_the_code_stays_on_the_screen_to_be_photographed(visitor):
    state.update(visitor.place.states, state.ReceiptPrinterState, paper="out")
    writes(visitor)
    visitor.tap("suggest.send")
    visitor.until(lambda: "请拍下" in visitor.reads(), "the word on the slip")
    assert code_of(visitor) in visitor.reads()
