"""What a platform says of a database that it cannot use."""

from __future__ import annotations

import socket
import subprocess
import sys

import pytest

from acceptance.database import Database, DatabaseError


def test_a_server_that_is_not_there_is_one_sentence(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    url = f"postgresql://nobody@127.0.0.1:{port}/none"
    done = subprocess.run(
        [sys.executable, "-m", "acceptance", "serve", "--data", str(tmp_path), "--db", url, "--port", "0"],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode != 0
    assert "the database cannot be used" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("url", ["mysql://localhost/x", "sqlite://", "nonsense"])
def test_a_url_of_another_kind_is_refused(url):
    with pytest.raises(DatabaseError):
        Database(url)
