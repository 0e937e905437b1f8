"""A stand that a person handles has every device that can run here, and its terminal finds all of them."""

import pytest

from kiosk import app
from kiosk.demo.stand import standing
from kiosk.dock.rig import FILING, equipment


@pytest.mark.soak
def test_the_terminal_of_a_handled_stand_finds_every_device_of_its_dock(tmp_path, monkeypatch):
    monkeypatch.setenv("PCSCLITE_CSOCK_NAME", "")  # taken back in the end; the stand tells its own
    with standing(tmp_path / "stand", panel=True) as stand:
        devices = app.open_devices(stand.config)
        kinds = {*devices}
        assert kinds >= {*FILING, "code_scanner", "face_camera", "handset", "sensors"}
        assert ("social_card_reader" in kinds) is ("social_card" in equipment())
        try:
            found = {kind: devices[kind].status() for kind in kinds - {"social_card_reader"}}
        finally:
            for device in devices.values():
                device.close()
    assert [kind for kind, status in found.items() if not status.ready] == []
