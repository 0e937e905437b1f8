"""A PostgreSQL of the measurement's own, for as long as something is measured on it."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from kiosk.bench.figure import BenchError

_DISK = Path("/var/tmp")  # on a disk, where /tmp may be memory; short, for a socket's path has a limit


@dataclass(frozen=True)
class Cluster:
    psql: Path
    port: int

    def create(self, name: str, template: str = "template1") -> str:
        """The URL of a new database. Nobody may be connected to the template. Raises BenchError."""
        command = [str(self.psql), "-qXh", "127.0.0.1", "-p", str(self.port), "-U", "postgres", "-c"]
        _run([*command, f"create database {name} template {template}"], Path("/"))
        return f"postgresql://postgres@127.0.0.1:{self.port}/{name}"


@contextmanager
def running() -> Iterator[Cluster]:
    """Settings as they are shipped: what is committed is on the disk. Raises BenchError."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not programs:
        raise BenchError("没有安装 postgresql")
    binaries = programs[-1].parent
    folder = Path(tempfile.mkdtemp(prefix="kpg-", dir=_DISK))
    as_other: list[str] = []
    if os.geteuid() == 0:  # it refuses to run as root
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        as_other = ["runuser", "-u", "postgres", "--"]
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    def run(program: str, *options: str) -> None:
        _run([*as_other, str(binaries / program), "-D", str(folder / "data"), *options], folder)

    try:
        run("initdb", "--auth=trust", "--username=postgres")
        settings = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder}"
        run("pg_ctl", "-w", "-l", str(folder / "log"), "-o", settings, "start")
        try:
            yield Cluster(binaries / "psql", port)
        finally:
            run("pg_ctl", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)


def _run(command: list[str], folder: Path) -> None:
    try:
        subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    except (subprocess.CalledProcessError, OSError) as error:
        raise BenchError(f"PostgreSQL: {Path(command[-1]).name[:40]} ({type(error).__name__})") from error
