"""The platform says who may look after the machines of a site, until it says so no longer."""

import json

from acceptance import cli, technicians
from kiosk.wire.messages import STATEMENT
from kiosk.wire.staff import Roll
from kiosk.wire.technicians import code, step_of
from tests.acceptance.server import REGION, SITE, now
from tests.acceptance.station import person

PLACE = f"{REGION}-{SITE}"
SHEN = person("shen-lei")


def told(station):
    token = station.beat().json()["staff"]
    return Roll.read(station.identity.receipts.verify(STATEMENT, token))


def test_who_was_admitted_stands_in_the_roll_of_the_site_until_dismissed(station, server, capsys):
    admitted = technicians.admit(server.database, now, [PLACE, "330106-0007"], SHEN.names[0], SHEN.number)
    here, there = admitted.ids
    known = told(station).technician(SHEN.number)
    assert known is not None and known.id == here and there.startswith("330106-0007-T")
    typed = code(admitted.key, step_of(now())).encode()
    assert known.step(SHEN.number, typed, now()) is not None
    assert SHEN.names[0] not in str(known.payload()) and SHEN.number not in str(known.payload())
    again = technicians.admit(server.database, now, [PLACE], SHEN.names[0], SHEN.number)
    assert told(station).technician(SHEN.number).id == again.ids[0] != here  # a lost phone: the old key ends
    data = server.place
    assert cli.main(["technician", "dismiss", *data, "--account", again.ids[0]]) == 0
    assert cli.main(["technician", "dismiss", *data, "--account", again.ids[0]]) == 1
    assert told(station).technician(SHEN.number) is None
    capsys.readouterr()
    wanted = ["--site", PLACE, "--name", SHEN.names[0], "--card", SHEN.number, "--json"]
    assert cli.main(["technician", "admit", *data, *wanted]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (
        said["app"].startswith("otpauth://totp/") and told(station).technician(SHEN.number).id in said["ids"]
    )
