"""A virtual social-security card at the real smart-card service."""

import pytest

from kiosk.devices.virtual import pcscd
from tests.devices.rigs.social_card_reader import SocialRig


@pytest.fixture(scope="session")
def room():
    """For one service after the other."""
    try:
        found = pcscd.Pcscd()
    except pcscd.PcscdError as error:
        pytest.skip(str(error))
    yield found
    found.leave()


@pytest.fixture
def social(tmp_path, room):
    rig = SocialRig(tmp_path, room=room)
    yield rig
    rig.stop()
