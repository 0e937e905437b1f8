"""A stand that a person handles has every device that can run here, and its terminal finds all of them."""

import json
import subprocess
import sys

import pytest

from kiosk.demo.stand import standing
from kiosk.dock.rig import FILING, equipment

# In a process of its own, as a terminal is: only one service for smart cards can be named to a process.
FINDING = """
import json, sys
from pathlib import Path
from kiosk import app
from kiosk import config
devices = app.open_devices(config.load(Path(sys.argv[1])))
ready = {kind: device.status().ready for kind, device in devices.items()}
for device in devices.values():
    device.close()
print(json.dumps(ready))
"""


@pytest.mark.soak
def test_the_terminal_of_a_handled_stand_finds_every_device_of_its_dock(tmp_path):
    with standing(tmp_path / "stand", panel=True) as stand:
        command = [sys.executable, "-c", FINDING, str(stand.config_file)]
        told = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    ready = json.loads(told.stdout)
    assert ready.keys() >= {*FILING, "code_scanner", "face_camera", "handset", "sensors"}
    assert ("social_card_reader" in ready) is ("social_card" in equipment())
    ready.pop("social_card_reader", None)  # it has no card to be ready for
    assert [kind for kind, is_ready in ready.items() if not is_ready] == []
