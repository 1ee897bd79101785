import pytest

from desktop.grading.meanings import advice, meaning
from desktop.grading.model import Edition, Name
from desktop.grading.thresholds import TABLES

EVERY = sorted(
    {
        *Name,
        "A1",
        "B2",
        "C",
        "FormatInfo",
        "VersionInfo",
        *(name for edition in Edition for name in TABLES[edition]),
    }
)


@pytest.mark.parametrize("name", EVERY)
def test_every_parameter_that_is_graded_has_a_meaning_and_an_advice_in_chinese_too(name: str) -> None:
    for text in (meaning(name), advice(name)):
        assert text.in_language("zh_CN") != text.in_language("en")


def test_no_two_named_parameters_mean_the_same() -> None:
    assert len({str(meaning(name)) for name in Name}) == len(Name)


def test_a_segment_within_a_large_symbol_means_what_it_means_at_its_edge() -> None:
    assert meaning("LRQTTR") == meaning("TTR")


def test_a_segment_that_nobody_has_described_is_still_called_part_of_the_fixed_pattern() -> None:
    assert str(meaning("X9")) == "Whether this part of the fixed pattern is whole."
