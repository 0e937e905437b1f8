"""What a call is refused for, with a sentence for each of the two people who read it."""

import pytest

from kiosk.model import DeviceError


def refusal(call, *arguments):
    with pytest.raises(DeviceError) as caught:
        call(*arguments)
    fault = caught.value.fault
    assert fault.citizen and fault.technician
    return caught.value


def named(call, *arguments):
    error = refusal(call, *arguments)
    return error.completion, error.fault.code
