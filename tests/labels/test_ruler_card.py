"""A ruler card is a label like any other, and leaves its edges blank."""

import pytest

from desktop.errors import InputError
from desktop.labels.image import rows_of
from desktop.labels.primitives import Matrix
from desktop.labels.ruler_card import plan_card
from desktop.reading.reader import SymbolReader
from desktop.reading.ruler_card import CardMark
from desktop.units import Resolution


@pytest.mark.parametrize("dots_per_mm", [6, 8, 12, 24])
def test_each_mark_says_where_it_lies(dots_per_mm: int) -> None:
    plan = plan_card(Resolution(dots_per_mm))
    marks = [one for one in plan.static if isinstance(one, Matrix)]
    assert len(marks) == 6
    for one in marks:
        assert CardMark.parse(one.data) == CardMark(one.x, one.y, dots_per_mm)


def test_the_marks_are_read_by_the_reader_that_reads_labels() -> None:
    plan = plan_card(Resolution(12), 40.0, 30.0)
    with SymbolReader(("DataMatrix",)) as reader:
        found = reader.read(
            plan.width_dots, plan.height_dots, rows_of(plan.static, plan.width_dots, plan.height_dots)
        )
    assert {one.text for one in found} == {one.data for one in plan.static if isinstance(one, Matrix)}


@pytest.mark.parametrize("size", [(30.0, 30.0), (90.0, 50.0), (60.0, 42.0), (104.0, 150.0)])
def test_three_millimetres_along_all_edges_stay_blank(size: tuple[float, float]) -> None:
    plan = plan_card(Resolution(8), *size)
    for one in plan.static:
        assert min(one.area.x, one.area.y) >= 24
        assert one.area.right <= plan.width_dots - 24
        assert one.area.bottom <= plan.height_dots - 24


@pytest.mark.parametrize("size", [(90.0, 50.0), (60.0, 42.0), (104.0, 150.0)])
def test_nothing_lies_in_the_quiet_zone_of_a_mark(size: tuple[float, float]) -> None:
    plan = plan_card(Resolution(8), *size)
    marks = [one.area for one in plan.static if isinstance(one, Matrix)]
    others = [one.area for one in plan.static if not isinstance(one, Matrix)]
    assert others
    for mark in marks:
        for other in others:
            apart = max(
                mark.x - other.right, other.x - mark.right, mark.y - other.bottom, other.y - mark.bottom
            )
            assert apart >= 8


def test_a_card_has_nothing_that_varies() -> None:
    plan = plan_card(Resolution(12))
    assert plan.slots == ()
    assert plan.fill({}).slots == ()


@pytest.mark.parametrize("size", [(29.0, 50.0), (90.0, 10.0), (900.0, 50.0)])
def test_a_size_that_no_card_has_is_refused(size: tuple[float, float]) -> None:
    with pytest.raises(InputError):
        plan_card(Resolution(12), *size)
