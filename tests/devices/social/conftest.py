"""A virtual social-security card at the real smart-card service."""

import pytest

from tests.devices.rigs.social_card_reader import SocialRig


@pytest.fixture
def social(tmp_path):
    rig = SocialRig(tmp_path)
    yield rig
    rig.stop()
