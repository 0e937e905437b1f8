"""The person's phone: a code on the screen, the page behind it, the answer that the page gets."""

import pytest

from kiosk.dock import phone, screen
from tests.dock.certificates import authority
from tests.dock.outside import confirmation_site, picture, shows, terminal_probe


@pytest.fixture
def platform(tmp_path):
    with confirmation_site(tmp_path) as server:
        yield server


@pytest.fixture
def probe(tmp_path):
    with terminal_probe(tmp_path) as server:
        yield server


def test_the_phone_finds_the_address_on_the_screen():
    assert phone.scan(picture("https://localhost:8444/c/Q2kx")) == "https://localhost:8444/c/Q2kx"


def test_a_code_that_is_no_address_is_passed_over():
    assert phone.scan(picture("330521-0001", "https://localhost/c/1")) == "https://localhost/c/1"
    assert phone.scan(picture("330521-0001", "http://localhost/c/1")) is None
    assert phone.scan(picture()) is None


def test_the_page_says_who_wants_what(platform):
    page = phone.visit(platform.url + "/c/1", platform.ca)
    assert page.title == "确认是您本人吗?"
    assert page.facts == (("谁", "*洋"), ("办什么", "查询 & 打印"))
    assert page.asks


def test_a_document_is_kept_and_asks_nothing(platform):
    page = phone.visit(platform.url + "/r/1", platform.ca)
    assert (page.title, page.asks) == ("文件已存到手机", False)


def test_yes_is_said_with_the_key_of_the_phone(platform):
    phone.confirm(platform.url + "/c/1", "520131", platform.ca)
    assert platform.posted == [("/c/1", {"phone_key": "520131", "decision": "confirm"})]


def test_no_is_said_without_a_key(platform):
    phone.decline(platform.url + "/c/1", platform.ca)
    assert platform.posted == [("/c/1", {"decision": "decline"})]


def test_somebody_elses_phone_is_not_believed(platform):
    with pytest.raises(phone.PhoneError, match="403"):
        phone.confirm(platform.url + "/c/1", "111111", platform.ca)


def test_nothing_is_a_page_that_says_nothing(platform):
    with pytest.raises(phone.PhoneError, match="404"):
        phone.visit(platform.url + "/empty", platform.ca)


def test_a_platform_of_another_authority_is_not_trusted(platform, tmp_path):
    (tmp_path / "other").mkdir()
    other, _, _ = authority(tmp_path / "other")
    with pytest.raises(phone.PhoneError, match="SSLError"):
        phone.visit(platform.url + "/c/1", other)
    with pytest.raises(phone.PhoneError, match="SSLError"):
        phone.confirm(platform.url + "/c/1", "520131", other)
    assert platform.posted == []


def test_the_phone_sees_what_the_screen_shows(probe):
    probe.answers["grab"] = shows("https://localhost/c/2")
    assert phone.scan(screen.grab(probe.path)) == "https://localhost/c/2"


def test_a_screen_that_shows_nothing_is_said_so(probe, tmp_path):
    for path in (probe.path, tmp_path / "nobody"):
        with pytest.raises(screen.ScreenError):
            screen.grab(path)
