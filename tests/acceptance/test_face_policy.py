"""The operator's file about faces: what it may say, what is told to terminals, and what it covers."""

from datetime import timedelta

import pytest

from acceptance.face_policy import LIFE, Faces, PolicyError
from kiosk.wire import messages
from kiosk.wire.envelope import SigningKey
from kiosk.wire.policy import FacePolicy
from tests.acceptance.server import now

TEXT = "version: 3\nitems: [si-certificate]\nthreshold: 0.363\n"


@pytest.fixture
def written(tmp_path):
    def write(text):
        file = tmp_path / "policy.yaml"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return file

    return write


def test_the_file_is_told_signed_for_a_week(written):
    faces, key, at = Faces.load(written(TEXT)), SigningKey.generate(), now()
    told = FacePolicy.read(key.public.verify(messages.STATEMENT, faces.signed(key, at)))
    assert (told.version, told.items, told.threshold) == (3, {"si-certificate"}, 0.363)
    assert told.allows("si-certificate", at) and told.allows("si-certificate", at + LIFE)
    assert not told.allows("si-certificate", at + LIFE + timedelta(seconds=1))


def test_without_a_file_it_is_told_that_faces_count_nowhere():
    faces = Faces.load(None)
    assert faces.at(now()).items == frozenset()
    assert not faces.covers("si-certificate", 0, 0.999)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "- a list",
        "version: 3\nitems: [a]\n",
        TEXT + "more: 1\n",
        TEXT.replace("3", "three"),
        TEXT.replace("version: 3", "version: true"),
        TEXT.replace("[si-certificate]", "si-certificate"),
        TEXT.replace("[si-certificate]", "[[si-certificate]]"),
        TEXT.replace("[si-certificate]", "5"),
        TEXT.replace("0.363", "0.0"),
        TEXT.replace("0.363", "1"),
        TEXT.replace("0.363", "36.3"),
        TEXT.replace("0.363", ".nan"),
        "version: [",
        b"\xff\xfe\x00",
    ],
    ids=repr,
)
def test_what_is_no_policy_is_refused_before_the_platform_opens(written, text):
    with pytest.raises(PolicyError, match=r"policy\.yaml"):
        Faces.load(written(text))


@pytest.mark.parametrize(
    ("item", "version", "threshold", "counts"),
    [
        ("si-certificate", 3, 0.363, True),
        ("si-certificate", 2, 0.5, True),
        ("si-certificate", 2, 0.3, False),
        ("si-certificate", 4, 0.5, False),
        ("si-certificate", 3, 1.0, False),
        ("si-certificate", 3, float("nan"), False),
        ("si-certificate", True, 0.5, False),
        ("si-certificate", None, 0.5, False),
        ("si-certificate", 3, None, False),
        ("si-certificate", 3, "0.5", False),
        ("si", 3, 0.5, False),
        ("collection", 3, 0.5, False),
        (None, 3, 0.5, False),
        (["si-certificate"], 3, 0.5, False),
    ],
)
def test_a_match_counts_by_no_later_version_and_no_lower_threshold(written, item, version, threshold, counts):
    assert Faces.load(written(TEXT)).covers(item, version, threshold) is counts
