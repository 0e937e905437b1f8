"""A platform with its console, people who may use it, and one real browser to look at it."""

import pytest

from acceptance.console import accounts
from acceptance.console.accounts import Role
from tests.acceptance.station import Server, Station, now
from tests.console.browser import Browser
from tests.console.client import Client


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    running = Server(tmp_path_factory.mktemp("console") / "data", "--console-port", "0", "--sandbox")
    yield running
    name, password = "last", accounts.make(running.database, "last", (Role.VIEWER,), now())
    with Client(running) as client:
        client.sign_in(name, password)
        assert next(client.get("/live", stream=True).iter_lines())
        assert running.stop() == 0
    assert "Cancel 1" not in running.stderr, "a page that somebody looks at kept the platform from ending"


@pytest.fixture
def station(server, tmp_path):
    return Station.enrol(server, tmp_path / "identity")


@pytest.fixture(scope="session")
def passwords(server):
    """One account for each role, called like it; one that may do everything, and one to be wrong with."""
    wanted = {role.value: (role,) for role in Role} | {"everything": tuple(Role), "forgetful": (Role.VIEWER,)}
    return {name: accounts.make(server.database, name, roles, now()) for name, roles in wanted.items()}


@pytest.fixture
def client(server):
    with Client(server) as opened:
        yield opened


@pytest.fixture
def signed_in(client, passwords):
    """Signs in as one of them."""

    def sign_in(name):
        assert client.sign_in(name, passwords[name]).url.endswith(client.first[name])
        return client

    return sign_in


@pytest.fixture(scope="module")
def browser(server, passwords, tmp_path_factory):
    with Browser(server.console_url, tmp_path_factory.mktemp("profile")) as opened:
        opened.sign_in("everything", passwords["everything"])
        yield opened
