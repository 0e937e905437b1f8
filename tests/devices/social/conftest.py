"""A virtual social-security card at the real smart-card service."""

from tests.devices.rigs import fixture_of
from tests.devices.rigs.social_card_reader import SocialRig

social = fixture_of(SocialRig)
