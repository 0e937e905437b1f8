"""Definitions that were found right are kept, and read again only as far as somebody asks."""

import shutil
import stat
from random import Random

import pytest

from kiosk.config import RESOURCES
from kiosk.flows import compiled
from kiosk.flows.compiled import CompiledError
from kiosk.flows.loader import load_items
from kiosk.flows.walk import opening_day, stranger, walk

NAMES = ("si-certificate", "house-transfer")


@pytest.fixture(scope="module")
def once(tmp_path_factory):
    """A folder of resources with two items, and what is kept of them."""
    folder = tmp_path_factory.mktemp("resources")
    (folder / "items").mkdir()
    for name in NAMES:
        shutil.copy(RESOURCES / "items" / f"{name}.yaml", folder / "items")
    for name in ("codes", "data"):
        shutil.copytree(RESOURCES / name, folder / name)
    found, mistakes = compiled.load(folder / "items", folder / "private" / "kept")
    assert not mistakes and len(found) == len(NAMES)
    return folder


@pytest.fixture
def items(once, tmp_path):
    """A copy to be spoilt, at the same place under the folder that lies in the sum."""
    shutil.copytree(once, tmp_path / "resources", copy_function=shutil.copy2)
    return tmp_path / "resources" / "items"


@pytest.fixture
def kept(items):
    """What is kept of the copy."""
    memory = items.parent / "kept"
    compiled.load(items, memory)
    return memory


def is_kept(flow) -> bool:
    return "steps" not in vars(flow)


def test_what_was_kept_is_what_the_files_say(once):
    again, mistakes = compiled.load(once / "items", once / "private" / "kept")
    loaded = load_items(once / "items")
    assert mistakes == [] and all(map(is_kept, again.values()))
    assert list(again) == list(loaded)
    assert again == loaded


def test_an_item_is_read_when_somebody_asks_for_it_and_no_other(once):
    again, _ = compiled.load(once / "items", once / "private" / "kept")
    flow, other = (again[name] for name in NAMES)
    assert (flow.title, flow.synonyms, flow.required, flow.offered) and is_kept(flow)
    assert flow.guide and is_kept(flow)
    assert flow.steps and not is_kept(flow)
    assert is_kept(other)


def test_a_walk_over_what_was_kept_is_the_same_walk(once):
    again, _ = compiled.load(once / "items", once / "private" / "kept")
    for item, flow in load_items(once / "items").items():
        there, here = (walk(each, Random(7), stranger(opening_day(flow))) for each in (flow, again[item]))
        assert (there.answers, there.facts, there.path) == (here.answers, here.facts, here.path)
        assert there.fingerprint == here.fingerprint


def test_nobody_else_may_read_or_write_it(once):
    memory = once / "private" / "kept"
    assert stat.S_IMODE(memory.stat().st_mode) == 0o600
    assert stat.S_IMODE(memory.parent.stat().st_mode) == 0o700
    assert [path.name for path in memory.parent.iterdir()] == ["kept"]


@pytest.mark.parametrize("place", ["items/si-certificate.yaml", "codes/si-regions.yaml"])
def test_one_byte_that_changed_is_read_again(items, kept, place):
    file = items.parent / place
    file.write_bytes(file.read_bytes() + b"\n")
    assert not any(map(is_kept, compiled.load(items, kept)[0].values()))
    assert all(map(is_kept, compiled.load(items, kept)[0].values()))


def test_a_file_more_or_less_is_read_again(items, kept):
    (items / "house-transfer.yaml").unlink()
    found, _ = compiled.load(items, kept)
    assert [*found] == ["si-certificate"] and not is_kept(found["si-certificate"])


def test_where_something_is_wrong_it_is_looked_for_again(items, kept):
    file = items / "si-certificate.yaml"
    file.write_text(file.read_text("utf-8").replace("kind: Notice", "kind: Notise"), "utf-8")
    for _ in range(2):
        found, mistakes = compiled.load(items, kept)
        assert [*found] == ["house-transfer"] and mistakes


def test_an_index_that_is_not_whole_is_none(items, kept):
    whole = kept.read_bytes()
    for spoilt in (b"", b"\n", b"{}\n", whole[:900], whole.replace(b'"version":', b'"version": ', 1)):
        kept.write_bytes(spoilt)
        assert not any(map(is_kept, compiled.load(items, kept)[0].values()))
        assert kept.read_bytes() == whole


def test_a_part_that_a_disk_lost_comes_from_its_own_file(items, kept):
    loaded = load_items(items)
    kept.write_bytes(kept.read_bytes()[:-8] + bytes(8))
    again, _ = compiled.load(items, kept)
    assert again == loaded
    again, _ = compiled.load(items, kept)
    last = [*again.values()][-1]
    (items / "si-certificate.yaml").write_bytes(b"")
    with pytest.raises(CompiledError):
        assert last.steps


def test_where_nothing_can_be_kept_the_items_are_there_all_the_same(items, tmp_path):
    (tmp_path / "taken").write_text("a file where the folder should be")
    found, mistakes = compiled.load(items, tmp_path / "taken" / "kept")
    assert len(found) == len(NAMES) and not mistakes
