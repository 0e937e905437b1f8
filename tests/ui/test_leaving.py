"""Who leaves the page that waits for a card leaves nothing behind that still waits."""

from dataclasses import replace

from tests.ui.visitor import QUICK, Visitor

LONG = replace(QUICK, card=3600)  # seconds: so no wait ends because it is over


def test_whichever_way_the_page_is_left_the_reader_waits_for_no_card_any_more(place, tmp_path):
    with Visitor.arrives(place, tmp_path, online=False, patience=LONG) as somebody:
        jobs = somebody.shell.stage.background._jobs
        ways = {
            "back": lambda: somebody.tap("back"),
            "home": lambda: somebody.tap("home"),
            "exit": lambda: somebody.tap("exit"),
            "nobody": lambda: somebody.waits(200),
        }
        for name, leaves in ways.items():
            somebody.tap("item.si-certificate", "agree")
            somebody.sees("ReadCard", at_rest=False)
            somebody.until(lambda: somebody.shell.session.card.property("state") == "waiting", name)
            assert jobs, name
            leaves()
            home = somebody.shell.view.page_name
            somebody.until(lambda home=home: somebody.overs or home() == "Home", f"the end by {name}")
            somebody.until(lambda: not jobs, f"a reader that was let go of by {name}")
        assert somebody.overs == ["over"]  # nobody was there any more
