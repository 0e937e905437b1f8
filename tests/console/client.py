"""The console as a program sees it that follows links and sends forms, without any script."""

from __future__ import annotations

import re
from typing import Any, ClassVar

import requests

from tests.acceptance.server import Server

TOKEN = re.compile(r'name="token" value="([0-9a-f]{64})"')


class Client:
    first: ClassVar = {
        "viewer": "/matters",
        "operator": "/terminals",
        "caseworker": "/quarantine",
        "everything": "/terminals",
    }

    def __init__(self, server: Server) -> None:
        self._server = server
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.verify = server.ca

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *error: object) -> None:
        self._session.close()

    @property
    def cookies(self) -> Any:
        return self._session.cookies

    def get(self, path: str, **more: Any) -> requests.Response:
        return self._session.get(self._server.console_url + path, timeout=30, **more)

    def post(self, path: str, **said: str) -> requests.Response:
        """As it is, without the token of any page."""
        return self._session.post(self._server.console_url + path, data=said, timeout=30)

    def send(self, page: str, path: str, **said: str) -> requests.Response:
        """A form of that page, with its token."""
        token = TOKEN.search(self.get(page).text)
        assert token, page
        return self.post(path, token=token[1], **said)

    def sign_in(self, name: str, password: str) -> requests.Response:
        return self.send("/sign-in", "/sign-in", name=name, password=password)
