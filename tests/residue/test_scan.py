"""The scanner finds what is there, in every form: its silence is worth something only because of this."""

from __future__ import annotations

import os
import subprocess
import sys
from array import array
from base64 import b64encode

import pytest

from tests.residue.canaries import CODINGS, Canaries, base64_forms, draw
from tests.residue.scan import PAGE, PIECE, Scan

CANARIES = draw()
WRITTEN = {
    **{coding: lambda text, coding=coding: text.encode(coding) for coding in CODINGS},
    **{
        f"base64 at {shift}": lambda text, shift=shift: b64encode(
            b"before"[:shift] + text.encode() + b"after"
        )
        for shift in range(3)
    },
    "base64 of utf-16-le": lambda text: b64encode(text.encode("utf-16-le")),
    "base64 of gb18030": lambda text: b64encode(b"<" + text.encode("gb18030") + b">"),
    "json": lambda text: f'{{"name": "{text.encode("ascii", "backslashreplace").decode()}"}}'.encode(),
}
SPEAKER = "import sys; kept = sys.stdin.buffer.read({size}); print('there', flush=True); sys.stdin.read()"


@pytest.mark.parametrize("form", WRITTEN)
@pytest.mark.parametrize("what", CANARIES.texts)
def test_a_file_with_any_form_is_found(tmp_path, what, form):
    path = tmp_path / "left"
    path.write_bytes(b"\0noise\xff" * 99 + WRITTEN[form](CANARIES.texts[what]) + b"noise" * 99)
    assert {trace.split()[0] for trace in Scan(CANARIES.forms()).files([tmp_path])} == {what}


def test_nothing_is_found_where_nothing_is(tmp_path):
    (tmp_path / "clean").write_bytes(os.urandom(1 << 20))
    stranger = draw()
    for name, form in WRITTEN.items():
        for text in stranger.texts.values():
            (tmp_path / name).write_bytes(form(text))
    assert Scan(CANARIES.forms()).files([tmp_path]) == set()


def test_a_form_across_two_pieces_is_found(tmp_path):
    form = CANARIES.texts["number"].encode("utf-16-le")
    path = tmp_path / "long"
    path.write_bytes(bytes(PIECE * PAGE - 7) + form)
    assert Scan(CANARIES.forms()).file(path)


def test_the_name_of_a_file_and_a_folder_that_is_left_out(tmp_path):
    number = CANARIES.texts["number"]
    for folder in ("in", "out"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / f"slip-{number}").write_text(number)
    found = Scan(CANARIES.forms()).files([tmp_path], apart=[tmp_path / "out"])
    assert len(found) == 2 and not any("/out/" in trace for trace in found)
    assert Scan(CANARIES.forms()).files([tmp_path / "in"], since=2**40) == set()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root reads another process's memory")
@pytest.mark.parametrize("form", [name for name in WRITTEN if not name.startswith("base64 of")])
def test_another_process_is_read(form):
    said = WRITTEN[form](CANARIES.texts["name"])
    child = subprocess.Popen(
        [sys.executable, "-c", SPEAKER.format(size=len(said))], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with child:
        child.stdin.write(said)
        child.stdin.flush()
        assert child.stdout.readline() == b"there\n"
        assert {trace.split()[0] for trace in Scan(CANARIES.forms()).process(child.pid)} == {"name"}
    assert Scan(CANARIES.forms()).process(child.pid) == set()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root reads another process's memory")
def test_a_deleted_file_that_is_still_open_is_read(tmp_path):
    path = tmp_path / "spool"
    path.write_text(CANARIES.texts["address"])
    with path.open() as held:
        child = subprocess.Popen(
            [sys.executable, "-c", "import sys; print(flush=True); sys.stdin.read()"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, pass_fds=[held.fileno()],
        )  # fmt: skip
    path.unlink()
    with child:
        child.stdout.readline()
        assert Scan(CANARIES.forms()).process(child.pid) == {"address utf-8 @ open file"}


@pytest.mark.parametrize(
    "text", ["[[12.7,700.1]]", "[12.7, 700.1]", '<polyline points="12.70,700.10 13,2"/>']
)
def test_the_strokes_of_a_signature_are_found(tmp_path, text):
    forms = Canaries("x", "0", {}, strokes=((12.7, 700.1), (13.0, 701.9))).forms()
    (tmp_path / "text").write_text(text)
    for size in "df":
        (tmp_path / size).write_bytes(b"-" + array(size, (5, 13.0, 701.9, 0)).tobytes())
    (tmp_path / "other").write_bytes(array("d", (13.0, 700.1)).tobytes())
    assert {trace.rpartition("/")[2] for trace in Scan(forms).files([tmp_path])} == {"text", "d", "f"}


def test_captured_bytes_are_found(tmp_path):
    captured = os.urandom(48)
    forms = Canaries("x", "0", {}, captured=captured).forms()
    for name, left in (
        ("raw", b"x" + captured),
        ("sent", b64encode(b"xy" + captured)),
        ("other", os.urandom(48)),
    ):
        (tmp_path / name).write_bytes(left)
    assert {trace.rpartition("/")[2] for trace in Scan(forms).files([tmp_path])} == {"raw", "sent"}


def test_base64_forms_are_cut_out_of_what_really_is_written():
    raw = "张ß".encode()
    for before, form in enumerate(base64_forms(raw)):
        for after in range(3):
            assert form in b64encode(b"abc"[:before] + raw + b"xyz"[:after])
