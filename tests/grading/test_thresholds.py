"""Values become grades by the tables of each edition, never by a better one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import InputError
from desktop.grading.editions import decimal, edition_for, parse_edition
from desktop.grading.model import Edition, Name
from desktop.grading.thresholds import TABLES, Row, exact_grade, grade_of

ROWS = [(edition, name, row) for edition, table in TABLES.items() for name, row in table.items()]
whole, tenths = Edition.GBT_14258_2003, Edition.ISO_15416_2016
old, new = Edition.GBT_23704_2017, Edition.ISO_15415_2024


@pytest.mark.parametrize(
    ("edition", "name", "value", "grade"),
    [
        (whole, Name.SC, 70, 4), (whole, Name.SC, 69.99, 3), (whole, Name.SC, 20, 1),
        (whole, Name.SC, 19, 0), (whole, Name.MOD, 59.9, 2), (whole, Name.DEF, 15, 4),
        (whole, Name.DEF, 15.1, 3), (whole, Name.DEF, 31, 0), (whole, Name.DEC, 61.9, 3),
        (whole, Name.ECMIN, 15, 4), (whole, Name.ECMIN, 14.9, 0), (tenths, Name.SC, 46, 2.4),
        (tenths, Name.DEF, 18, 3.4), (tenths, Name.DEF, 19, 3.2), (tenths, Name.DEC, 61, 3.9),
        (tenths, Name.SC, 15, 0), (tenths, Name.SC, 16, 0.2), (tenths, Name.SC, 45.5, 2.4),
        (tenths, Name.DEF, 30, 1), (tenths, Name.DEF, 31, 0), (tenths, Name.MOD, 35, 0.5),
        (tenths, Name.ECMIN, 14.9, 0), (new, Name.SC, 28, 1.4), (new, Name.ANU, 11.0, 1.5),
        (new, Name.GNU, 70, 1.4), (new, Name.UEC, 41.67, 2.4), (new, Name.AG, 3.3, 2.6),
        (new, Name.PRINT_GROWTH, 8, 4.0), (new, Name.PRINT_GROWTH, 15, 3.7),
        (new, Name.PRINT_GROWTH, 16, 3.6), (old, Name.UEC, 41.67, 2), (old, Name.ANU, 11.0, 1),
        (old, Name.GNU, 69.8, 1), (old, Name.AG, 3.0, 2), (old, Name.AG, 3.9, 3),
        (old, "LLS", 1 / 32 * 100, 3), (old, "LLS", 0, 4), (old, "TTR", 100 / 13, 3), (old, "TTR", 6, 3),
        (old, "TCT", 100 / 22, 4), (old, "TCT", 10, 3), (new, "LLS", 3, 3.3), (new, "BQZ", 8, 3),
        (Edition.ISO_29158_2020, Name.CC, 25, 3), (Edition.ISO_29158_2020, Name.MR, 4.9, 0),
    ],
)  # fmt: skip
def test_a_value_has_the_grade_of_the_sources(
    edition: Edition, name: str, value: float, grade: float
) -> None:
    assert grade_of(edition, name, value) == grade


@pytest.mark.parametrize(("edition", "name", "row"), ROWS)
def test_every_row_names_its_source_and_gives_each_node_its_grade(
    edition: Edition, name: str, row: Row
) -> None:
    assert row.source
    if not row.below:
        assert [grade_of(edition, name, node) for node, _ in row.nodes] == [grade for _, grade in row.nodes]


@given(st.sampled_from(ROWS), st.floats(0, 100), st.floats(0, 100))
def test_a_better_value_never_has_a_lower_grade(
    graded: tuple[Edition, str, Row], one: float, other: float
) -> None:
    edition, name, row = graded
    worse, better = sorted((one, other), reverse=not row.more_is_better)
    assert grade_of(edition, name, worse) <= grade_of(edition, name, better)


@given(st.sampled_from(ROWS), st.floats(0, 100))
def test_editions_of_whole_grades_give_whole_grades(graded: tuple[Edition, str, Row], value: float) -> None:
    edition, name, _ = graded
    grade = grade_of(edition, name, value)
    assert 0 <= grade <= 4
    assert grade == round(grade, 1)
    if not decimal(edition):
        assert grade == int(grade)


@given(st.floats(0, 100))
def test_decimals_stay_within_one_grade_of_the_steps(value: float) -> None:
    step = exact_grade(old, Name.UEC, value)
    assert step <= exact_grade(new, Name.UEC, value) < step + 1 or step == 4


def test_an_edition_is_found_by_the_part_of_its_name_that_tells_it_apart() -> None:
    assert parse_edition("14258") is whole
    assert parse_edition("ISO/IEC 15416:2000") is whole
    assert parse_edition("15415:2024") is new
    for wrong in ("", "1541", "ISO", "2025"):
        with pytest.raises(InputError, match="names no edition"):
            parse_edition(wrong)


def test_a_symbol_is_graded_by_an_edition_of_its_kind() -> None:
    assert edition_for("Code 128", new) is whole
    assert edition_for("DataMatrix", tenths) is old
    assert edition_for("GS1 DataMatrix", new) is new
