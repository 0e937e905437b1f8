"""Foreign code that decodes a photo may do what it likes: there is a picture, or it is said why not."""

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices import open_device
from kiosk.devices.card_reader._photo import BMP_SIZE, Library, PhotoError, ReaderDecoded, Trouble
from kiosk.devices.virtual import sam
from kiosk.model import DeviceState
from tests.devices.rigs import PATIENT

SOURCE = r"""
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
static void put(unsigned char *at, unsigned value) { for (int i = 0; i < 4; i++) at[i] = value >> 8 * i; }
static void picture(unsigned char *bmp) {
    memset(bmp, 0x5A, SIZE); memset(bmp, 0, 54);
    bmp[0] = 'B'; bmp[1] = 'M'; put(bmp + 2, SIZE); put(bmp + 10, 54); put(bmp + 14, 40);
    put(bmp + 18, WIDTH); put(bmp + 22, 126); bmp[26] = 1; bmp[28] = 24;
}
int wlt2bmp(const unsigned char *wlt, unsigned char *bmp, int file) {
    puts("a library that talks"); fflush(stdout);
    BEHAVE
    picture(bmp); return 1;
}
int GetBmp(const char *path, int interface) {
    unsigned char bmp[SIZE]; char name[512]; FILE *file;
    BEHAVE
    if (RETURNS != 1) return RETURNS;
    picture(bmp); strcpy(name, path); strcpy(strrchr(name, '.'), ".bmp");
    file = fopen(name, "wb"); fwrite(bmp, 1, SIZE, file); fclose(file); return 1;
}
"""
ENTRIES = ["wlt2bmp", "GetBmp"]
PHOTO = bytes(range(256)) * 4


@pytest.fixture
def library(tmp_path):
    """Compiles a vendor's library that behaves as it is told."""

    def built(behave="", returns=1, width=102):
        words = {"BEHAVE": behave, "RETURNS": returns, "WIDTH": width, "SIZE": BMP_SIZE}
        target = tmp_path / "vendor.so"
        options = [f"-D{name}={word}" for name, word in words.items()]
        subprocess.run(
            [shutil.which("gcc"), "-shared", "-fPIC", "-x", "c", "-", "-o", target, *options],
            input=SOURCE.encode(),
            check=True,
            timeout=60,
        )
        return str(target)

    return built


def refusal(decoder, photo=PHOTO):
    with pytest.raises(PhotoError) as caught:
        decoder.decode(photo)
    return caught.value


@pytest.mark.parametrize("entry", ENTRIES)
def test_a_picture_comes_back_and_nothing_stays_behind(library, entry):
    before = set(Path("/dev/shm").glob("kiosk-*"))
    picture = Library(library(), entry, 20).decode(PHOTO)
    assert picture[:2] == b"BM" and len(picture) == 38862
    assert set(Path("/dev/shm").glob("kiosk-*")) <= before


@pytest.mark.parametrize(
    ("entry", "behave", "seconds", "trouble"),
    [
        ("wlt2bmp", "raise(SIGSEGV);", 20, Trouble.CRASHED),
        ("GetBmp", "raise(SIGABRT);", 20, Trouble.CRASHED),
        ("wlt2bmp", "fork(); for (;;) pause();", 0.5, Trouble.HUNG),
        ("GetBmp", "_exit(0);", 20, Trouble.MALFORMED),
        ("wlt2bmp", "_exit(77);", 20, Trouble.CRASHED),
    ],
)
def test_a_library_that_misbehaves_is_a_named_trouble(library, entry, behave, seconds, trouble):
    error = refusal(Library(library(behave), entry, seconds))
    assert error.trouble is trouble
    assert "：" in error.technician


@pytest.mark.parametrize(("returns", "advice"), [(0, "联系厂家"), (-5, "授权"), (-6, "联系厂家")])
def test_what_the_vendor_returns_is_told(library, returns, advice):
    error = refusal(Library(library(returns=returns), "GetBmp", 20))
    assert error.trouble is Trouble.REFUSED
    assert f"返回 {returns}（" in error.technician and advice in error.technician


def test_a_picture_of_another_size_is_refused(library):
    assert refusal(Library(library(width=100), "wlt2bmp", 20)).trouble is Trouble.MALFORMED


def test_a_library_that_is_not_there_or_is_none_is_absent(tmp_path):
    assert refusal(Library(str(tmp_path / "none.so"), "wlt2bmp", 20)).trouble is Trouble.ABSENT
    (tmp_path / "text.so").write_text("not a library")
    assert refusal(Library(str(tmp_path / "text.so"), "wlt2bmp", 20)).trouble is Trouble.ABSENT


def test_a_machine_without_room_for_another_process_is_a_named_trouble(library, monkeypatch):
    monkeypatch.setattr("kiosk.devices.card_reader._photo._MEMORY", "/no/such/folder")
    assert refusal(Library(library(), "wlt2bmp", 20)).trouble is Trouble.UNSTARTED


def test_a_reader_that_sends_a_picture_is_believed_by_its_first_and_last_bytes():
    jpeg = b"\xff\xd8\xff\xe0 a face \xff\xd9"
    assert ReaderDecoded().decode(jpeg + bytes(100)) == jpeg
    assert refusal(ReaderDecoded(), jpeg[:-1]).trouble is Trouble.MALFORMED
    assert refusal(ReaderDecoded(), PHOTO).trouble is Trouble.MALFORMED


@given(st.binary(max_size=200), st.sampled_from([b"", b"BM", b"\xff\xd8\xff", b"BM\xff\xff\xff\xff"]))
def test_any_bytes_from_a_reader_are_a_picture_or_a_named_trouble(photo, start):
    try:
        assert ReaderDecoded().decode(start + photo).startswith(b"\xff\xd8\xff")
    except PhotoError as error:
        assert error.trouble is Trouble.MALFORMED


def test_a_card_is_read_with_its_picture_where_a_library_is_configured(reader, library):
    reader.set(card="liu-yang")
    card = reader.open(PATIENT, photo="library", photo_library=library()).read(10)
    assert card.portrait.startswith(b"BM") and "BM" not in repr(card)


def test_a_card_is_read_without_its_picture_when_the_library_crashes_and_a_technician_is_told(
    reader, library
):
    reader.set(card="liu-yang")
    adapter = reader.open(PATIENT, photo="library", photo_library=library("raise(SIGSEGV);"))
    card = adapter.read(10)
    assert card.number == reader.people["liu-yang"].number and not card.portrait
    status = adapter.status()
    assert status.ready and status.state is DeviceState.ATTENTION
    assert status.worst.code == "photo.not_decoded" and "信号 11" in status.worst.technician


def test_a_longer_photo_of_a_reader_that_decodes_is_taken_whole(reader, monkeypatch):
    jpeg = b"\xff\xd8\xff" + b"\x11" * 2500 + b"\xff\xd9"
    plain = sam.reply

    def decoding(sw3, data=b""):
        longer = len(data) == 4 + 256 + 1024
        return plain(sw3, b"\x01\x00" + len(jpeg).to_bytes(2, "big") + data[4:260] + jpeg if longer else data)

    monkeypatch.setattr(sam, "reply", decoding)
    reader.set(card="liu-yang")
    assert reader.open(photo="reader").read(10).portrait == jpeg


def test_a_library_without_a_path_is_refused_when_opening():
    with pytest.raises(ValueError, match="photo_library"):
        open_device("card_reader", "sdt_usb", {"photo": "library"})
