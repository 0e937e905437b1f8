"""State files and persons."""

import json
import re
import threading
from datetime import date

import pytest

from kiosk.devices.virtual import persons, state
from kiosk.devices.virtual.state import CardReaderState, DocumentPrinterState, ReceiptPrinterState

KINDS = [CardReaderState, ReceiptPrinterState, DocumentPrinterState]


@pytest.mark.parametrize("kind", KINDS)
def test_no_file_is_a_device_in_good_order_and_what_is_written_is_read(kind, tmp_path):
    assert state.read(tmp_path, kind) == kind()
    state.write(tmp_path, kind())
    assert state.read(tmp_path, kind) == kind()


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        (CardReaderState, {"fault": "on fire"}),
        (CardReaderState, {"lift_after": "lunch"}),
        (CardReaderState, {"unplug_at_byte": -1}),
        (ReceiptPrinterState, {"paper": "pink"}),
        (ReceiptPrinterState, {"colour": "pink"}),
        (ReceiptPrinterState, {"speed_mm_s": "fast"}),
        (DocumentPrinterState, {"media": None}),
        (DocumentPrinterState, ["media"]),
    ],
)
def test_a_state_that_cannot_be_is_refused(kind, content, tmp_path):
    state.path(tmp_path, kind).write_text(json.dumps(content))
    with pytest.raises(state.StateError):
        state.read(tmp_path, kind)


def test_a_bad_file_leaves_the_device_as_it_was(reader, capfd):
    reader.set(card="liu-yang")
    adapter = reader.open()
    assert adapter.status().ready  # by now the reader has seen the card
    state.path(reader.folder, CardReaderState).write_text("{")
    assert adapter.read(10).number == reader.people["liu-yang"].number
    assert "card_reader.json is not JSON" in capfd.readouterr().err
    state.write(reader.folder, CardReaderState())
    assert not adapter.present()


@pytest.mark.parametrize(
    "text", ["", "persons: 3", "persons: [{id: x}]", "persons: [{id: x, kind: y, name: z}]", "]["]
)
def test_a_file_of_persons_that_is_none_is_refused_without_a_name(text, tmp_path):
    (tmp_path / "persons.yaml").write_text(text)
    with pytest.raises(persons.PersonsError, match="persons.yaml"):
        persons.load(tmp_path / "persons.yaml")


def test_writers_do_not_undo_one_another(tmp_path):
    def lift(key):
        for count in range(1, 21):
            state.update(tmp_path, ReceiptPrinterState, **{key: count})

    writers = [threading.Thread(target=lift, args=(key,)) for key in ("torn", "paper_out_after_lines")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    found = state.read(tmp_path, ReceiptPrinterState)
    assert (found.torn, found.paper_out_after_lines) == (20, 20)


PEOPLE = persons.load()


@pytest.mark.parametrize("person", PEOPLE.values(), ids=lambda person: person.id)
def test_every_person_is_possible(person):
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    if person.kind == "foreign_2017":
        assert re.fullmatch("[A-Z]{3}[0-9]{12}", person.number)
    else:
        total = sum(int(digit) * weight for digit, weight in zip(person.number, weights, strict=False))
        assert person.number[17] == "10X98765432"[total % 11]
    if person.kind == "resident":
        assert person.number[6:14] == person.birth
        assert int(person.number[16]) % 2 == int(person.sex) % 2
    assert date.fromisoformat(f"{person.birth[:4]}-{person.birth[4:6]}-{person.birth[6:]}")
    assert set(person.parents) <= set(PEOPLE)
    assert person.name not in repr(person) and person.number not in repr(person)


def test_the_list_has_those_whom_the_flows_need():
    kinds = [person.kind for person in PEOPLE.values()]
    assert {kinds.count(kind) for kind in ("hk_macao_taiwan", "foreign_2017", "foreign_2023")} == {1}
    twins = [person for person in PEOPLE.values() if person.parents == ("liu-yang", "ouyang-wenjing")]
    assert len(twins) == 2 and len({person.birth for person in twins}) == 1
    assert any(person.birth < "1946" for person in PEOPLE.values())
    assert any(person.valid_to < "2026" for person in PEOPLE.values())
    assert len({person.number for person in PEOPLE.values()}) == len(PEOPLE)
    assert any("𠮷" in person.name and "𪚥" in person.name for person in PEOPLE.values())
