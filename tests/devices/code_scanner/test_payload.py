"""A code is a stranger's input: what is let through, what is refused, and that nothing refused is kept."""

import traceback

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.code_scanner import Scan, _payload
from kiosk.devices.code_scanner._payload import LONGEST, PURPOSES, CharsetError, accept, text_of
from kiosk.model import Completion, DeviceError

LICENCE = "统一社会信用代码：91330521MA2JB0T0TJ；名称：示范市样本商贸有限公司"


def refusal(data, purpose="diagnosis", **more):
    with pytest.raises(DeviceError) as caught:
        accept(data, "QRCode", purpose, **more)
    return caught.value


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_licence_reads_alike_in_every_charset_that_licences_have(charset):
    scan = accept(LICENCE.encode(charset), "QRCode", "business-licence")
    assert (scan.text, scan.symbology) == (LICENCE, "QRCode")


def test_bytes_of_no_charset_are_refused_and_never_read_as_latin():
    data = b"caf\xe9 \xff\xff"
    with pytest.raises(CharsetError) as caught:
        text_of(data)
    assert caught.value.args == () and caught.value.__context__ is None
    assert refusal(data).fault.code == "code.no_text"


def test_what_is_refused_is_in_no_error_nor_in_what_led_to_it():
    for data, purpose in [
        (b"secret \xff\xff", "diagnosis"),
        (b"secret\0", "diagnosis"),
        (b"secret" * LONGEST, "diagnosis"),
        (b"secret", "staff"),
    ]:
        error = refusal(data, purpose)
        told = [str(error), repr(error), error.fault.citizen, error.fault.technician]
        assert "secret" not in "".join(told)
        assert error.__cause__ is None and error.__context__ is None
        assert error.completion is Completion.USER_ERROR
        assert "secret" not in "".join(traceback.format_exception_only(error))


def test_nothing_of_a_scan_shows_in_its_repr():
    assert "9133" not in repr(accept(LICENCE.encode(), "QRCode", "business-licence"))


def test_the_longest_payload_passes_and_one_byte_more_does_not():
    assert len(accept(b"1" * LONGEST, "QRCode", "diagnosis").text) == LONGEST
    assert refusal(b"1" * (LONGEST + 1)).fault.code == "code.too_long"


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n", "\t"])
def test_what_a_scanner_sends_behind_a_code_is_no_part_of_it(end):
    assert accept(f"abc{end}".encode(), "", "diagnosis").text == "abc"


@pytest.mark.parametrize("control", ["\0", "\x1b", "\x7f", "\x85", "\n", "\u202e", "\u2028"], ids=ascii)
def test_a_control_character_within_is_refused(control):
    assert refusal(f"ab{control}cd".encode()).fault.code == "code.control"


@pytest.mark.parametrize(
    ("purpose", "text"),
    [
        ("business-licence", "https://example.gov.cn/licence?id=1"),
        ("business-licence", "91330521MA2JB0T0TJ"),
        ("hand-over", "kiosk:hand-over:abcdefgh-12345678_"),
        ("result-query", "kiosk:filing:3305210001001251122000017:held"),
        ("home", "https://localhost:8444/verify/ABCD2345EFGH6789#eyJh.eyJj.x-Hc"),
        ("staff", "kiosk:staff:0123456789abcdef"),
        ("diagnosis", "任何文字"),
    ],
)
def test_a_code_for_its_purpose_passes_and_for_every_other_is_refused_in_words(purpose, text):
    assert accept(text.encode(), "QRCode", purpose).text == text
    takes_it_too = {"result-query": "home", "home": "business-licence"}  # any address may be a licence's
    for other in PURPOSES.keys() - {purpose, "diagnosis", takes_it_too.get(purpose)}:
        fault = refusal(text.encode(), other).fault
        assert fault.code == "code.other" and fault.citizen == PURPOSES[other].citizen


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "http://a b",
        "91330521MA2JB0T0T",
        "X91330521MA2JB0T0TJX",
        "",
    ],
)
def test_what_is_no_licence_is_refused(text):
    assert refusal(text.encode(), "business-licence").fault.code == "code.other"


def test_a_purpose_that_does_not_exist_is_refused():
    assert refusal(b"abc", "open-the-door").completion is Completion.UNSUPPORTED


def test_the_charset_that_a_code_states_is_believed():
    assert accept("中".encode("shift_jis"), "QRCode", "diagnosis", text="中").text == "中"


@given(st.binary(max_size=200), st.sampled_from(sorted(PURPOSES)))
def test_any_bytes_are_a_scan_or_a_refusal(data, purpose):
    try:
        scan = accept(data, "QRCode", purpose)
    except DeviceError as error:
        assert error.completion is Completion.USER_ERROR
        return
    assert isinstance(scan, Scan) and scan.data == data
    assert _payload.PURPOSES[purpose].pattern.fullmatch(scan.text)
