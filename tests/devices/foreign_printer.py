"""CUPS' own IPP printer, which has never heard of ours: `ippeveprinter`, with what it wants around it.

It does not start without somebody who announces it: the machine's own mDNS responder, or one with a message
bus for the test alone, on the loopback interface. A machine has one responder at a time: tests that run
beside each other take turns.
"""

import fcntl
import os
import shutil
import socket
import subprocess
import tempfile
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from urllib.parse import quote_plus
from urllib.request import urlopen

from tests.devices.rigs import until

_PARTS = {
    "ippeveprinter": "cups-ipp-utils",
    "dbus-daemon": "dbus-daemon",
    "avahi-daemon": "avahi-daemon",
}
_BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path={socket}</listen><auth>EXTERNAL</auth>
<policy context="default">
 <allow user="*"/><allow own="*"/><allow send_destination="*"/><allow receive_sender="*"/>
</policy></busconfig>
"""
_RESPONDER = """[server]
allow-interfaces=lo
use-ipv6=no
[wide-area]
enable-wide-area=no
"""


_RESPONDERS_PID = Path("/run/avahi-daemon/pid")


class ForeignPrinter:
    """`spool`: where it keeps what it was sent."""

    def __init__(self, port, spool):
        self._port, self.spool = port, spool
        self.uri = f"ipp://localhost:{port}/ipp/print"

    def answers(self):
        with socket.socket() as line:
            return line.connect_ex(("127.0.0.1", self._port)) == 0

    def set(self, page, **fields):
        """By the form on its own web page, as somebody at the printer would."""
        asked = "&".join(f"{name}={quote_plus(str(value))}" for name, value in fields.items())
        with urlopen(f"http://localhost:{self._port}/{page}?{asked}", timeout=10) as answer:
            assert answer.status == 200

    def documents(self):
        return [path.read_bytes() for path in sorted(self.spool.glob("*.pdf"))]


@contextmanager
def announced(folder):
    """The environment of printers that are announced. A program that is missing is named, not skipped."""
    for program, package in _PARTS.items():
        assert shutil.which(program), f"{program} is missing: apt-get install {package}"
    with ExitStack() as stack:
        turn = stack.enter_context((Path(tempfile.gettempdir()) / "kiosk-tests-responder").open("w"))
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield os.environ if _responder_runs() else _responder(stack, folder)


@contextmanager
def printing(folder, environment, *options):
    with ExitStack() as stack, socket.create_server(("127.0.0.1", 0)) as free:
        port, spool = free.getsockname()[1], folder / "spool"
        free.close()
        spool.mkdir(exist_ok=True)
        command = ["ippeveprinter", "-p", str(port), "-n", "localhost", "-k", "-d", str(spool), *options]
        _start(stack, [*command, "-f", "application/pdf", "Counter"], folder / "printer.log", environment)
        printer = ForeignPrinter(port, spool)
        until(printer.answers)
        yield printer


def _responder_runs():
    with suppress(OSError, ValueError):
        os.kill(int(_RESPONDERS_PID.read_text()), 0)
        return True
    return False


def _responder(stack, folder):
    bus = folder / "bus"
    (folder / "bus.conf").write_text(_BUS.format(socket=bus))
    (folder / "responder.conf").write_text(_RESPONDER)
    environment = {**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={bus}"}
    message_bus = ["dbus-daemon", f"--config-file={folder / 'bus.conf'}", "--nofork", "--nopidfile"]
    _start(stack, message_bus, folder / "bus.log", environment)
    until(bus.exists)
    responder = ["avahi-daemon", "-f", str(folder / "responder.conf"), "--no-drop-root", "--no-chroot"]
    _start(stack, [*responder, "--no-rlimits"], folder / "responder.log", environment)
    until(lambda: "startup complete" in (folder / "responder.log").read_text())
    return environment


def _start(stack, command, log, environment):
    with log.open("w") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, env=environment)
    stack.callback(process.wait)
    stack.callback(process.terminate)
