"""The rules of the drug code's symbol, and what printers can make of them."""

import pytest

from desktop.errors import InputError
from desktop.symbols.rules import DRUG_CODE, Scheme, Strength, legal_module_dots, nearest_legal, rule_of
from desktop.units import Resolution


@pytest.mark.parametrize(
    ("dots_per_mm", "legal"),
    [(6, [2, 3]), (8, [2, 3, 4]), (12, [3, 4, 5, 6]), (24, [5, 6, 7, 8, 9, 10, 11, 12])],
)
def test_only_whole_dots_of_at_least_0_17_mm_are_legal(dots_per_mm: int, legal: list[int]) -> None:
    assert [choice.dots for choice in legal_module_dots(Resolution(dots_per_mm), DRUG_CODE)] == legal


def test_the_width_counts_both_quiet_zones() -> None:
    choice = legal_module_dots(Resolution(8), DRUG_CODE)[0]
    assert (choice.dots, choice.x_mm, choice.width_mm) == (2, 0.25, 41.25)


@pytest.mark.parametrize(
    ("dots_per_mm", "wanted_mm", "dots"),
    [
        (8, 0.17, 2),
        (12, 0.17, 3),
        (24, 0.17, 5),
        (6, 0.17, 2),
        (12, 0.29, 3),
        (12, 0.3, 4),
        (8, 2.0, 4),
        (8, 0.3125, 3),
    ],
)
def test_the_nearest_legal_width_is_never_below_the_minimum(
    dots_per_mm: int, wanted_mm: float, dots: int
) -> None:
    assert nearest_legal(Resolution(dots_per_mm), DRUG_CODE, wanted_mm).dots == dots


@pytest.mark.parametrize(
    ("x_mm", "strength"),
    [
        (0.1251, Strength.ERROR),
        (2 / 12, Strength.ERROR),
        (0.1699, Strength.ERROR),
        (0.17, Strength.WARNING),
        (0.1777, Strength.WARNING),
        (0.1778, None),
        (0.25, None),
    ],
)
def test_below_0_17_mm_is_an_error_and_below_7_mil_a_warning(x_mm: float, strength: Strength | None) -> None:
    limit = DRUG_CODE.broken_x_limit(x_mm)
    assert (limit and limit.strength) == strength


def test_more_than_a_quarter_millimetre_is_recommended() -> None:
    (advice,) = [limit for limit in DRUG_CODE.x_minimums if limit.strength is Strength.ADVICE]
    assert not advice.met_by(0.25)
    assert advice.met_by(0.2501)


def test_every_limit_names_its_source() -> None:
    limits = [*DRUG_CODE.x_minimums, DRUG_CODE.height, DRUG_CODE.side_quiet, DRUG_CODE.vertical_quiet]
    assert all(limit.source for limit in limits)
    assert "3.3.2" in DRUG_CODE.height.source
    assert "3.3.3" in DRUG_CODE.side_quiet.source


def test_the_groups_of_a_grouping_hold_all_digits() -> None:
    assert rule_of(Scheme.DRUG_CODE) is DRUG_CODE
    for name, groups in DRUG_CODE.groupings:
        assert sum(groups) == DRUG_CODE.digits
        assert "-".join(map(str, groups)) == name


def test_an_unknown_grouping_is_refused_with_the_known_ones() -> None:
    with pytest.raises(InputError, match="1-6-9-4, 7-13"):
        DRUG_CODE.grouping("4-4-4-4-4")
