"""Pack ratios, in both readings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import InputError
from desktop.products.packing import Packing, Reading, counted_packs
from desktop.products.product import PackLevel
from desktop.texts import CHINESE
from tests.refusals import refusal_of

CUMULATIVE, NESTED = Reading.CUMULATIVE, Reading.NESTED


@pytest.mark.parametrize(
    ("ratio", "cumulative", "nested"),
    [
        ("1:10", (1, 10), (1, 10)),
        ("1:2:10", (1, 5, 2), (1, 10, 2)),
        ("1:3:9", (1, 3, 3), (1, 9, 3)),
        ("1:5:10", (1, 2, 5), (1, 10, 5)),
        ("1:10:400", (1, 40, 10), (1, 400, 10)),
        ("1:5:2500", (1, 500, 5), (1, 2500, 5)),
        ("1:10:100", (1, 10, 10), (1, 100, 10)),
        ("1:1:1:1:1", (1, 1, 1, 1, 1), (1, 1, 1, 1, 1)),
    ],
)
def test_a_ratio_is_read_and_written_in_both_readings(
    ratio: str, cumulative: tuple[int, ...], nested: tuple[int, ...]
) -> None:
    for reading, children in ((CUMULATIVE, cumulative), (NESTED, nested)):
        packing = Packing.parse(ratio, reading)
        assert packing.children == children
        assert packing.ratio(reading) == ratio


def test_cumulative_is_what_is_meant_unless_something_else_is_said() -> None:
    assert Packing.parse("1:2:10") == Packing.parse("1:2:10", CUMULATIVE)
    assert Packing((1, 5, 2)).ratio() == "1:2:10"


def test_what_does_not_divide_evenly_is_refused_in_the_cumulative_reading_only() -> None:
    assert refusal_of(lambda: Packing.parse("1:4:10"), InputError) == (
        "Pack ratio 1:4:10: 10 packs do not fill 4 packs evenly. "
        "If 10 go into each of the 4, choose the nested reading."
    )
    assert Packing.parse("1:4:10", NESTED).children == (1, 10, 4)


@pytest.mark.parametrize(
    ("ratio", "told"),
    [
        ("", "No pack ratio was given: expected one like 1:10:100."),
        ("  ", "No pack ratio was given: expected one like 1:10:100."),
        ("2:10", "Pack ratio 2:10: starts with 2, must start with 1."),
        ("0:10", "Pack ratio 0:10: starts with 0, must start with 1."),
        ("1:0", "Pack ratio 1:0: 0 packs in a pack, expected 1 or more."),
        (
            "1:10:5",
            (
                "Pack ratio 1:10:5: 5 follows 10; "
                "the numbers must not fall from the largest pack to the smallest."
            ),
        ),
        ("1:-5", "Pack ratio 1:-5: -5 is negative, expected 1 or more."),
        ("1:a", "Pack ratio 1:a: 'a' is no whole number of packs."),
        ("1:2.5", "Pack ratio 1:2.5: '2.5' is no whole number of packs."),
        ("1: 5", "Pack ratio 1: 5: ' 5' is no whole number of packs."),
        ("1:9999999999", "Pack ratio 1:9999999999: 9999999999 packs in one pack, expected at most 12500."),
        ("1::5", "Pack ratio 1::5: a number is missing beside a colon."),
        ("1:10:", "Pack ratio 1:10:: a number is missing beside a colon."),
        (
            "1：10",
            (
                "Pack ratio 1：10: '：' (full width) stands in it. "
                "Switch the input method to English and write it like 1:10:100."
            ),
        ),
        (
            "1:１0",
            (
                "Pack ratio 1:１0: '１' (full width) stands in it. "
                "Switch the input method to English and write it like 1:10:100."
            ),
        ),
        ("1", "Pack ratio 1: levels found: 1, expected 2 to 5."),
        (
            "1:10:100:1000:10000:100000",
            "Pack ratio 1:10:100:1000:10000:100000: levels found: 6, expected 2 to 5.",
        ),
        ("1:12501", "Pack ratio 1:12501: 12501 packs in one pack, expected at most 12500."),
    ],
)
@pytest.mark.parametrize("reading", [CUMULATIVE, NESTED])
def test_what_is_no_ratio_is_refused_in_either_reading(ratio: str, told: str, reading: Reading) -> None:
    assert refusal_of(lambda: Packing.parse(ratio, reading), InputError) == told


@pytest.mark.parametrize("children", [(), (1,), (2, 10), (1, 0), (1, -1), (1, 12_501), (1, 1, 1, 1, 1, 1)])
def test_a_packing_that_cannot_be_is_refused(children: tuple[int, ...]) -> None:
    found = ", ".join(map(str, children)) or "-"
    assert refusal_of(lambda: Packing(children), InputError) == (
        f"Packs in one pack, from level 1 upwards: {found}. "
        "Expected 2 to 5 numbers from 1 to 12500, the first of them 1."
    )


@pytest.mark.parametrize(
    ("children", "english", "chinese"),
    [
        ((1, 10, 10), "1 case = 10 bundles = 100 units", "1 箱 = 10 中包 = 100 小盒"),
        ((1, 3, 2), "1 case = 2 bundles = 6 units", "1 箱 = 2 中包 = 6 小盒"),
        ((1, 50), "1 bundle = 50 units", "1 中包 = 50 小盒"),
        ((1, 1, 1), "1 case = 1 bundle = 1 unit", "1 箱 = 1 中包 = 1 小盒"),
        (
            (1, 10, 10, 40),
            "1 pallet = 40 cases = 400 bundles = 4000 units",
            "1 托盘 = 40 箱 = 400 中包 = 4000 小盒",
        ),
    ],
)
def test_a_packing_is_put_in_words_for_confirmation(
    children: tuple[int, ...], english: str, chinese: str
) -> None:
    sentence = Packing(children).sentence
    assert (str(sentence), sentence.in_language(CHINESE)) == (english, chinese)


@pytest.mark.parametrize(("level", "words"), [(1, "2 units"), (4, "2 pallets"), (5, "2 packs of level 5")])
def test_packs_are_counted_by_the_name_of_their_level(level: int, words: str) -> None:
    assert str(counted_packs(level, 2)) == words


def test_a_packing_is_taken_from_the_levels_of_a_product() -> None:
    levels = (PackLevel(1, "8999901", 1), PackLevel(2, "8999902", 10), PackLevel(3, "8999903", 4))
    assert Packing.of(levels).ratio() == "1:4:40"


@pytest.mark.parametrize(
    ("units", "packs"), [(1000, (1000, 200, 100)), (1001, (1001, 201, 101)), (1, (1, 1, 1)), (0, (0, 0, 0))]
)
def test_a_partial_pack_needs_a_code_too(units: int, packs: tuple[int, ...]) -> None:
    assert Packing.parse("1:2:10").packs_for(units) == packs


packings = st.lists(st.integers(1, 60), min_size=1, max_size=4).map(lambda upper: Packing((1, *upper)))


@given(packings)
def test_every_packing_survives_the_platforms_string(packing: Packing) -> None:
    assert Packing.parse(packing.ratio(), CUMULATIVE) == packing


@given(packings)
def test_a_nested_ratio_that_does_not_fall_survives_too(packing: Packing) -> None:
    packing = Packing((1, *sorted(packing.children[1:], reverse=True)))
    assert Packing.parse(packing.ratio(NESTED), NESTED) == packing


@given(packings, st.integers(1, 10_000))
def test_the_packs_for_some_units_hold_them_all_and_none_is_empty(packing: Packing, units: int) -> None:
    counts = packing.packs_for(units)
    for lower, upper, children in zip(counts, counts[1:], packing.children[1:], strict=False):
        assert (upper - 1) * children < lower <= upper * children


@given(st.text("0123456789:-. ：a", max_size=12), st.sampled_from(Reading))
def test_any_text_is_a_ratio_or_refused(text: str, reading: Reading) -> None:
    try:
        packing = Packing.parse(text, reading)
    except InputError:
        return
    assert 2 <= len(packing.children) <= 5
