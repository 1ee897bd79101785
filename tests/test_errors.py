"""Troubles that are told to a person."""

import pytest

from desktop.errors import DeviceError, InputError, PackmarkError, Refused, StorageError
from desktop.texts import CHINESE, ENGLISH, Text


@pytest.mark.parametrize(
    ("kind", "status"),
    [(PackmarkError, 2), (InputError, 2), (Refused, 2), (DeviceError, 3), (StorageError, 3)],
)
def test_each_kind_of_trouble_has_its_exit_status(kind: type[PackmarkError], status: int) -> None:
    assert kind(Text("x")).exit_status == status


def test_each_wrong_place_stands_on_a_line_of_its_own() -> None:
    error = InputError(Text("Two lines are wrong."), [Text("Line {n}.", (("n", n),)) for n in (3, 7)])
    assert error.in_language(ENGLISH) == "Two lines are wrong.\nLine 3.\nLine 7."


def test_a_trouble_reads_as_english_in_a_log() -> None:
    assert str(DeviceError(Text("Gone: {name}.", (("name", "Z1"),)))) == "Gone: Z1."


def test_a_trouble_without_a_chinese_wording_is_told_in_english() -> None:
    assert InputError(Text("No such sentence.")).in_language(CHINESE) == "No such sentence."
