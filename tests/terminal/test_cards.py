"""What the journal is told of a card that lies on the reader and does not do."""

from kiosk.model import Completion, DeviceError, Fault
from kiosk.terminal import cards


def failure(code: str, completion: Completion = Completion.USER_ERROR) -> DeviceError:
    return DeviceError(completion, Fault(code, "换一张", "不对"))


def test_a_card_that_lies_wrong_is_told_of_once_until_it_is_gone_or_wrong_in_another_way():
    told = cards.Told()
    nobody = failure("card.none", Completion.TIME_OUT)
    tries = [
        nobody,
        *[failure("card.foreign")] * 3,
        failure("card.unreadable"),
        nobody,
        failure("card.unreadable"),
    ]
    assert [told.is_new(error) for error in tries] == [False, True, False, False, True, False, True]
