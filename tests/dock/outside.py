"""What a phone meets: a page over TLS that wants an answer, and a terminal whose screen shows a code."""

import base64
import io
import json
import socketserver
import ssl
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs

import segno
from PIL import Image, ImageDraw

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


@contextmanager
def confirmation_site(folder):
    """A server at .url that keeps what was .posted; its authority's certificate is at .ca."""
    ca, certificate, key = authority(folder)
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


class Probe(socketserver.StreamRequestHandler):
    def handle(self):
        asked = json.loads(self.rfile.readline())
        answer = self.server.answers.get(asked["cmd"], {"error": "what?"})
        self.wfile.write(json.dumps(answer).encode() + b"\n")


@contextmanager
def terminal_probe(folder):
    """Answers at .path what .answers says."""
    with socketserver.UnixStreamServer(str(folder / "probe"), Probe) as server:
        server.answers, server.path = {}, folder / "probe"
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()


def shows(code):
    return {"png": base64.b64encode(picture(code)).decode()}
