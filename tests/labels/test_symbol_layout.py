"""Symbols of every symbology on a label: read back, of one size over a job, with their lines of text."""

from dataclasses import replace

import pytest

from desktop.errors import InputError
from desktop.labels.document import LabelDesign, Layer, Title
from desktop.labels.elements import (
    Bearer,
    BoxElement,
    Direction,
    EllipseElement,
    HriPlace,
    LineElement,
    LinePurpose,
    SymbolElement,
)
from desktop.labels.layout import LabelPlan, Mark, MatrixSlot, SymbolSlot, TextSlot, plan_labels
from desktop.labels.primitives import Area, Bars, Box, Matrix, Picture, Symbology, TextRun
from desktop.symbols.matrix_size import MatrixSize
from desktop.units import Resolution
from tests.labels.designs import CODE, SHARED, text

GS1 = "(01){gtin}(17){expiry:%y%m%d}(10){lot}(21){serial}"
SYMBOL = SymbolElement("s", 10, 10, Symbology.GS1_DATA_MATRIX, GS1, 0.38, hri=HriPlace.RIGHT)


def plan_of(*elements: object, worst: dict[str, str] | None = None, **shared: str) -> LabelPlan:
    label = LabelDesign("test", Title("", ""), 120, 80, elements)  # type: ignore[arg-type]
    return plan_labels(label, Resolution(12), SHARED | shared, worst=worst)


def lines(plan: LabelPlan, values: dict[str, str]) -> list[str]:
    return [one.text for one in plan.primitives(plan.fill(values)) if isinstance(one, TextRun)]


def symbol(plan: LabelPlan, values: dict[str, str]) -> Bars | Matrix:
    (found,) = (one for one in plan.primitives(plan.fill(values)) if isinstance(one, Bars | Matrix))
    return found


def test_a_matrix_symbol_has_one_size_over_a_job_that_its_longest_data_decide() -> None:
    plan = plan_of(SYMBOL)
    sizes = {len(symbol(plan, {"serial": serial}).rows) for serial in ("1", "A1b2C3d4E5f6G7h8J9k0")}  # type: ignore[union-attr]
    assert len(sizes) == 1
    assert plan_of(SYMBOL, worst={"serial": "1"}).symbols[0].size == MatrixSize(20, 20)
    assert plan_of(SYMBOL, worst={"serial": "8" * 20}).symbols[0].size == MatrixSize(22, 22)


def test_a_value_that_is_longer_than_the_worst_case_is_refused_with_the_sizes_that_would_do() -> None:
    plan = plan_of(SYMBOL, worst={"serial": "1"})
    with pytest.raises(InputError, match="22x22"):
        plan.fill({"serial": "8" * 20})


def test_a_size_that_is_too_small_is_refused_with_the_sizes_that_would_do() -> None:
    with pytest.raises(InputError, match=r'Element "s": .*26x26'):
        plan_of(replace(SYMBOL, size="18x18"), serial="A1b2C3d4E5f6G7h8J9k0")


def test_a_size_that_is_too_small_for_the_worst_of_a_job_is_refused_before_the_first_label() -> None:
    plan = plan_of(replace(SYMBOL, size="20x20"))
    assert plan.fill({"serial": "1"}).slots
    with pytest.raises(InputError, match="22x22"):
        plan_of(replace(SYMBOL, size="20x20"), worst={"serial": "8" * 20})


def test_slots_stand_where_the_filled_symbol_and_its_lines_do() -> None:
    plan = plan_of(SYMBOL)
    slot, *texts = plan.slots
    assert isinstance(slot, MatrixSlot)
    matrix, *runs = plan.fill({"serial": "Ww" * 10}).slots
    assert isinstance(matrix, Matrix)
    assert (slot.x, slot.y, slot.module_dots, slot.columns, slot.rows) == (
        matrix.x, matrix.y, matrix.module_dots, len(matrix.rows[0]), len(matrix.rows),
    )  # fmt: skip
    for place, run in zip(texts, runs, strict=True):
        assert isinstance(place, TextSlot)
        assert place.element == run.element == "s.hri"
        assert (place.area.x, place.area.y) == (run.area.x, run.area.y)


def test_bars_that_vary_have_a_slot_with_their_guard_bars() -> None:
    plan = plan_of(SymbolElement("s", 10, 10, Symbology.EAN_13, "{gtin}", 0.33, 15, hri=HriPlace.BELOW))
    assert plan.slots == ()
    varying = plan_labels(plan.design, Resolution(12), {})
    slot = varying.slots[0]
    assert isinstance(slot, SymbolSlot)
    assert slot.longer == 5 * 4
    assert slot.long[0] == (0, 3)


@pytest.mark.parametrize(
    ("element", "shown"),
    [
        (SYMBOL, ["(01)06932833600109", "(17)300131", "(10)L02707", "(21)A1"]),
        (
            replace(SYMBOL, symbology=Symbology.GS1_128, module_mm=0.25, hri=HriPlace.BELOW),
            ["(01)06932833600109(17)300131(10)L02707(21)A1"],
        ),
        (
            SymbolElement("s", 10, 10, Symbology.EAN_13, "{gtin}", 0.33, 15, hri=HriPlace.BELOW),
            ["6 932833 600109"],
        ),
        (
            SymbolElement("s", 10, 10, Symbology.ITF_14, "16932833600106", 0.33, 15, hri=HriPlace.BELOW),
            ["1 69 32833 60010 6"],
        ),
        (
            SymbolElement("s", 10, 10, Symbology.UPC_A, "614141007349", 0.33, 15, hri=HriPlace.ABOVE),
            ["6 14141 00734 9"],
        ),
        (
            SymbolElement("s", 10, 10, Symbology.EAN_8, "12345670", 0.33, 15, hri=HriPlace.BELOW),
            ["1234 5670"],
        ),
        (SymbolElement("s", 10, 10, Symbology.QR, "{lot}", 0.5, hri=HriPlace.BELOW), ["L02707"]),
        (SymbolElement("s", 10, 10, Symbology.CODE_128, "{lot}", 0.25, hri=HriPlace.NONE), []),
    ],
    ids=lambda one: getattr(one, "symbology", ""),
)
def test_what_a_person_reads_is_written_as_usual(element: SymbolElement, shown: list[str]) -> None:
    assert lines(plan_of(element), {"serial": "A1"}) == shown


def test_digits_of_ean_stand_below_their_own_bars() -> None:
    plan = plan_of(SymbolElement("s", 20, 10, Symbology.EAN_13, "{gtin}", 0.33, 15, hri=HriPlace.BELOW))
    (run,) = (one for one in plan.static if isinstance(one, TextRun))
    for number, placed in enumerate(run.glyphs[1:7]):
        left = 240 + (3 + 7 * number) * 4
        assert left <= placed.x
        assert placed.x + placed.glyph.width <= left + 28
    assert run.glyphs[0].x < 240


def test_lines_of_a_symbol_stay_out_of_its_quiet_zone() -> None:
    for place in (HriPlace.ABOVE, HriPlace.BELOW, HriPlace.RIGHT):
        plan = plan_of(replace(SYMBOL, symbology=Symbology.GS1_QR, module_mm=0.5, hri=place))
        found = symbol(plan, {"serial": "A1"})
        free = 4 * found.module_dots
        quiet = Area(
            found.area.x - free,
            found.area.y - free,
            found.area.width + 2 * free,
            found.area.height + 2 * free,
        )
        for run in plan.fill({"serial": "A1"}).slots[1:]:
            assert not run.area.overlaps(quiet)


def test_bearer_bars_touch_the_bars_and_enclose_the_quiet_zones() -> None:
    element = SymbolElement("s", 30, 10, Symbology.ITF_14, "{gtin}", 0.5, 20, bearer=Bearer.FRAME)
    plan = plan_of(element)
    boxes = [one.area for one in plan.static if isinstance(one, Box)]
    bars = symbol(plan, {}).area
    assert {one.element for one in plan.static} == {"s"}
    assert [(one.x, one.width) for one in boxes[:2]] == [(bars.x - 60, bars.width + 120)] * 2
    assert boxes[0].bottom == bars.y
    assert boxes[1].y == bars.bottom
    assert boxes[2].right == bars.x - 60
    assert boxes[3].x == bars.right + 60


def test_an_element_value_that_no_ai_takes_is_refused_by_element() -> None:
    with pytest.raises(InputError, match='Element "s"'):
        plan_of(SYMBOL, gtin="06932833600108", serial="1")


def test_cut_and_fold_lines_are_marks_and_never_printed() -> None:
    cut = LineElement("cut", 0, 40, 120, 0.25, purpose=LinePurpose.CUT)
    fold = LineElement("fold", 60, 0, 80, 0.25, Direction.VERTICAL, LinePurpose.FOLD)
    plan = plan_of(cut, fold)
    assert plan.static == ()
    assert plan.marks == (
        Mark("cut", LinePurpose.CUT, Area(0, 480, 1440, 3)),
        Mark("fold", LinePurpose.FOLD, Area(720, 0, 3, 960)),
    )


def test_layers_that_are_not_printed_have_extents_and_nothing_else() -> None:
    trace = BoxElement("b", 10, 10, 20, 10, 1, filled=True, layer="trace")
    label = LabelDesign(
        "test",
        Title("", ""),
        120,
        80,
        (trace, text(text="{order}", layer="trace")),
        layers=(Layer("trace", printed=False),),
    )
    plan = plan_labels(label, Resolution(12), {})
    assert plan.static == ()
    assert plan.slots == ()
    assert plan.fill({}).slots == ()
    assert set(plan.extents) == {"b", "lot"}
    assert plan.unprinted == (Box("b", Area(120, 120, 240, 120)),)


def test_layers_are_drawn_in_their_order() -> None:
    first = BoxElement("a", 1, 1, 5, 5, 1, layer="up")
    second = BoxElement("b", 1, 1, 5, 5, 1)
    label = LabelDesign("test", Title("", ""), 120, 80, (first, second), layers=(Layer("up"),))
    plan = plan_labels(label, Resolution(12), {})
    assert [part.element.name for part in plan.parts] == ["b", "a"]


def test_a_filled_box_is_one_black_area() -> None:
    plan = plan_of(BoxElement("b", 10, 10, 20, 10, 1, filled=True))
    assert plan.static == (Box("b", Area(120, 120, 240, 120)),)


def test_an_ellipse_is_as_wide_and_high_as_designed_and_the_same_from_all_sides() -> None:
    for filled in (True, False):
        (ring,) = plan_of(EllipseElement("e", 10, 10, 20, 10, 1, filled=filled)).static
        assert isinstance(ring, Picture)
        assert ring.area == Area(120, 120, 240, 120)
        rows = [ring.rows[start : start + 30] for start in range(0, len(ring.rows), 30)]
        assert rows == rows[::-1]
        assert any(rows[0])
        as_bits = [f"{int.from_bytes(row):0240b}" for row in rows]
        assert all(row == row[::-1] for row in as_bits)
        middle = as_bits[60]
        assert middle[0] == "1"
        assert middle[120] == ("1" if filled else "0")


def test_every_label_of_a_job_says_its_own_serial() -> None:
    plan = plan_of(SYMBOL)
    for serial in ("A1", CODE):
        assert symbol(plan, {"serial": serial}).data.endswith(f"21{serial}")
        assert lines(plan, {"serial": serial})[-1] == f"(21){serial}"
