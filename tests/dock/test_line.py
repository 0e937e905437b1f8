"""The line between terminal and platform: it passes bytes, and it can be cut, slowed and mended."""

import json
import socket
import socketserver
import threading

import pytest

from kiosk.devices.virtual.state import StateError
from kiosk.dock import line


class Echo(socketserver.BaseRequestHandler):
    """Answers in capitals, and says goodbye when the other side has finished."""

    def handle(self):
        try:
            while piece := self.request.recv(65536):
                self.request.sendall(piece.upper())
            self.request.sendall(b"bye")
        except ConnectionError:
            pass  # the line was cut


@pytest.fixture
def platform():
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Echo) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server.server_address
        server.shutdown()


@pytest.fixture
def wire(platform, tmp_path):
    wire = line.Line(tmp_path, *platform)
    wire.start()
    yield wire
    wire.stop()


def call(wire):
    return socket.create_connection(("127.0.0.1", wire.port), timeout=10)


def ask(caller, words):
    caller.sendall(words)
    return caller.recv(len(words), socket.MSG_WAITALL)


def cut_has_come(wire):
    """True as soon as the line refuses; every try before that is a connection of its own."""
    for _ in range(2000):
        try:
            with call(wire) as caller:
                if not ask(caller, b"x"):
                    continue
        except ConnectionRefusedError:
            return True
        except ConnectionError:
            continue
    return False


def mended(wire):
    for _ in range(100000):
        try:
            return call(wire)
        except ConnectionRefusedError:
            continue
    return None


def test_a_line_in_good_order_passes_everything_both_ways(wire):
    with call(wire) as caller:
        assert ask(caller, b"hello") == b"HELLO"
        much = bytes(range(97, 123)) * 40_000
        received = bytearray()
        sender = threading.Thread(target=caller.sendall, args=(much,))
        sender.start()
        while len(received) < len(much):
            received += caller.recv(65536)
        sender.join()
        assert received == much.upper()


def test_one_side_can_finish_and_still_hear_the_other(wire):
    with call(wire) as caller:
        assert ask(caller, b"last words") == b"LAST WORDS"
        caller.shutdown(socket.SHUT_WR)
        assert caller.recv(10) == b"bye"
        assert caller.recv(10) == b""


def test_a_cut_resets_what_runs_and_refuses_what_comes(wire, tmp_path):
    with call(wire) as caller:
        assert ask(caller, b"a") == b"A"
        line.update(tmp_path, cut=True)
        with pytest.raises(ConnectionResetError):
            caller.recv(1)
    assert cut_has_come(wire)


def test_a_mended_line_is_where_it_was(wire, tmp_path):
    line.update(tmp_path, cut=True)
    assert cut_has_come(wire)
    line.update(tmp_path, cut=False)
    with mended(wire) as caller:
        assert ask(caller, b"again") == b"AGAIN"


def test_a_slow_line_holds_every_piece_and_loses_none(wire, tmp_path):
    line.update(tmp_path, delay_s=600)
    with call(wire) as caller:
        caller.settimeout(0.2)
        with pytest.raises(TimeoutError):
            ask(caller, b"held")
    line.update(tmp_path, delay_s=0.01)
    with call(wire) as caller:
        assert ask(caller, b"slow but sure") == b"SLOW BUT SURE"


def test_a_platform_that_is_away_looks_like_one(tmp_path):
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        wire = line.Line(tmp_path, *nobody.getsockname())
        wire.start()
        with pytest.raises(ConnectionResetError), call(wire) as caller:
            caller.recv(1)
        wire.stop()


def test_a_line_starts_as_its_file_says(platform, tmp_path):
    line.update(tmp_path, cut=True)
    wire = line.Line(tmp_path, *platform)
    wire.start()
    with pytest.raises(ConnectionRefusedError):
        call(wire)
    wire.stop()


@pytest.mark.parametrize(
    "said", ['{"cut": 1}', '{"delay_s": -1}', '{"delay_s": true}', '{"torn": 1}', "[", "7"]
)
def test_what_a_line_cannot_be_is_refused_and_changes_nothing(said, wire, tmp_path):
    (tmp_path / "line.json").write_text(said)
    with pytest.raises(StateError):
        line.read(tmp_path)
    with call(wire) as caller:
        assert ask(caller, b"still here") == b"STILL HERE"


def test_a_change_leaves_the_rest_as_it_was(tmp_path):
    line.update(tmp_path, delay_s=2)
    line.update(tmp_path, cut=True)
    assert json.loads((tmp_path / "line.json").read_text()) == {"cut": True, "delay_s": 2}
