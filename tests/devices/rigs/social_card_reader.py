import pytest

from kiosk.devices.social_card_reader import SocialCardReader
from kiosk.devices.virtual import pcscd
from kiosk.devices.virtual.social_card import SocialCardState, VirtualSocialCard
from tests.devices.rigs import Rig

pcscd.comm_folder()  # before anybody in this process calls PC/SC


class SocialRig(Rig):
    kind, adapter, contract = "social_card_reader", "pcsc_social", SocialCardReader
    nowhere = {"reader": "no such reader"}
    absence = {"fault": "stopped"}
    busy = {"card": None}

    def __init__(self, tmp_path, **switches):
        super().__init__(SocialCardState, tmp_path / "state")
        try:
            self.device = VirtualSocialCard(self.folder, slow=0.02, **switches)
        except pcscd.PcscdError as error:
            pytest.skip(str(error))
        self.device.start()

    def set(self, **changes):
        found = super().set(**changes)
        self.device.look()
        return found

    def options(self):
        return {"reader": self.device.endpoint}

    def person(self):
        return self.device.people[self.state().card]

    def work(self, adapter):
        return adapter.read(20)
