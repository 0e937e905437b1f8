"""What scripts learn of the screen: places of things, never anything of a person."""

import json
from base64 import b64decode

from PySide6.QtNetwork import QLocalSocket


def ask(visitor, path, question):
    line = QLocalSocket()
    line.connectToServer(str(path))
    line.write(question + b"\n")
    visitor.until(lambda: line.canReadLine(), "an answer")
    answer = json.loads(bytes(line.readLine().data()))
    line.disconnectFromServer()
    return answer


def test_scripts_are_told_where_a_button_is_and_see_the_window(visitor, tmp_path):
    path = tmp_path / "probe"
    visitor.until(lambda: visitor.can_tap("item.si-certificate"), "the home screen")
    at = ask(visitor, path, b'{"cmd": "where", "name": "item.si-certificate"}')
    assert at["w"] > 300 and 0 < at["y"] < 1920
    assert ask(visitor, path, b'{"cmd": "where", "name": "back"}') == {"error": "disabled"}
    assert ask(visitor, path, b'{"cmd": "where", "name": "submit"}') == {"error": "not on the page"}
    assert b64decode(ask(visitor, path, b'{"cmd": "grab"}')["png"]).startswith(b"\x89PNG")
    for nonsense in (b"", b"[]", b'{"cmd": "shout"}', b"\xff"):
        assert "error" in ask(visitor, path, nonsense)


def test_the_page_is_told_without_the_person(visitor):
    visitor.walks_to_review()
    visitor.tap("submit")
    visitor.sees("Preview")
    told = visitor.probe.ask(b'{"cmd": "page"}')
    assert set(told) == {"page", "step", "place", "busy", "filing", "state"}
    assert told["filing"] and told["state"] == "result_ready"
    assert visitor.shell.session._session.applicant.name not in json.dumps(told, ensure_ascii=False)
