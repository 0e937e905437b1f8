"""A large material over a line that breaks again and again: how many bytes go up for how many there are."""

from __future__ import annotations

import random

from kiosk.bench import machine, platform
from kiosk.bench.cutting import CutLine, cut_line
from kiosk.bench.figure import BenchError, Figure, times
from kiosk.bench.platform import Place
from kiosk.wire import uploads
from kiosk.wire.client import PlatformClient
from kiosk.wire.envelope import digest
from kiosk.wire.identity import Identity, enrol
from kiosk.wire.troubles import UnreachableError

_CUTS = 20
_BETWEEN = 1_000_000  # bytes of the material for each cut


def resume(scale: float) -> list[Figure]:
    """All that goes up is counted, TLS and headers too."""
    cuts = times(scale, _CUTS)
    size = cuts * _BETWEEN
    with machine.folder() as folder:
        here = Place(folder / "platform")
        with platform.running(here) as started:
            code = platform.enrolment_code(here)
            known = enrol(folder / "identity", started.public_url, code, started.ca)
            with cut_line(started.url) as line:
                sent = _sent(known, line, random.Random(20).randbytes(size), cuts)
    against = f"{size / 1e6:g} MB 的材料，线路断 {cuts} 次；TLS 和标头都算在内"
    return [Figure("sync.resume", sent / 1e6, "MB", size / 1e6, 1.05, against)]


def _sent(known: Identity, line: CutLine, material: bytes, cuts: int) -> int:
    client = PlatformClient(known.endpoint(line.url), known.receipts)
    name, share = digest(material), len(material) // (cuts + 1)
    for _ in range(cuts):
        line.allow(up=share)
        try:
            uploads.upload(client, name, material)
        except UnreachableError:
            continue
        raise BenchError("the line did not break where it should")
    line.allow()
    uploads.upload(client, name, material)
    client.close()
    if line.cuts != cuts:
        raise BenchError(f"the line broke {line.cuts} times, not {cuts}")
    return line.passed["up"]
