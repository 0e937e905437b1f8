"""The person's phone: a code on the screen, the page behind it, the answer that the page gets."""

import base64
import io
import json
import socketserver
import ssl
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs

import pytest
import segno
from PIL import Image, ImageDraw

from kiosk.dock import phone, screen
from tests.dock.certificates import authority

PAGE = """<!doctype html><html><head><title>x</title><style>p {}</style></head><body><h1>确认是您本人吗?</h1>
<dl><dt>谁</dt><dd>*洋</dd><dt>办什么</dt><dd>查询 &amp; 打印</dd></dl>
<form method="post"><input name="phone_key"><button name="decision" value="confirm">确认是我</button>
<button name="decision" value="decline">不是我</button></form></body></html>"""


class Page(BaseHTTPRequestHandler):
    def do_GET(self):
        kind, body = (
            ("application/pdf", b"%PDF-1.7")
            if self.path == "/r/1"
            else ("text/html; charset=utf-8", PAGE.encode())
        )
        self.answer(200 if self.path != "/empty" else 404, kind, b"" if self.path == "/empty" else body)

    def do_POST(self):
        fields = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.server.posted.append((self.path, {name: value for name, (value,) in fields.items()}))
        fine = fields.get("phone_key") == ["520131"] or fields["decision"] == ["decline"]
        self.answer(200 if fine else 403, "text/html; charset=utf-8", "<h1>已确认</h1>".encode())

    def answer(self, status, kind, body):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Quiet."""


@pytest.fixture
def platform(tmp_path):
    ca, certificate, key = authority(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with HTTPServer(("127.0.0.1", 0), Page) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        server.posted, server.ca = [], ca
        server.url = f"https://localhost:{server.server_port}"
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()


def picture(*codes):
    image = Image.new("RGB", (1080, 1920), "#f8f4ec")
    ImageDraw.Draw(image).rectangle((0, 0, 1080, 200), fill="#0d4a56")
    for place, code in enumerate(codes):
        buffer = io.BytesIO()
        segno.make(code).save(buffer, kind="png", scale=6)
        image.paste(Image.open(buffer).convert("RGB"), (200, 400 + 600 * place))
    png = io.BytesIO()
    image.save(png, "PNG")
    return png.getvalue()


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


class Probe(socketserver.StreamRequestHandler):
    def handle(self):
        asked = json.loads(self.rfile.readline())
        answer = self.server.answers.get(asked["cmd"], {"error": "what?"})
        self.wfile.write(json.dumps(answer).encode() + b"\n")


@pytest.fixture
def probe(tmp_path):
    with socketserver.UnixStreamServer(str(tmp_path / "probe"), Probe) as server:
        server.answers, server.path = {}, tmp_path / "probe"
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()


def test_the_phone_sees_what_the_screen_shows(probe):
    probe.answers["grab"] = {"png": base64.b64encode(picture("https://localhost/c/2")).decode()}
    assert phone.scan(screen.grab(probe.path)) == "https://localhost/c/2"


def test_a_screen_that_shows_nothing_is_said_so(probe, tmp_path):
    for path in (probe.path, tmp_path / "nobody"):
        with pytest.raises(screen.ScreenError):
            screen.grab(path)
