"""Limits of each symbology and of GS1's tables, and what printers can make of them."""

import csv

import pytest

import resources
from desktop.errors import InputError
from desktop.symbols.rules import DRUG_CODE, Confidence, Limit, Strength
from desktop.symbols.symbol_rules import (
    SymbolLimits,
    legal_dots,
    nearest,
    rule_for,
    specifications,
    title_of,
)
from desktop.symbols.symbology import Symbology
from desktop.units import PRINTER_RESOLUTIONS, Resolution

RULES = [rule_for(symbology, name) for symbology in Symbology for name in ("", *specifications(symbology))]


def limits_of(rule: SymbolLimits) -> list[Limit]:
    found = (rule.x_minimum, rule.x_target, rule.x_maximum, rule.height)
    return [one for one in (*found, rule.left, rule.right, rule.top, rule.bottom) if one]


def test_every_row_of_the_tables_is_a_rule() -> None:
    rows = resources.read_text("gs1/symbol_specifications.csv").splitlines()
    named = [(symbology, name) for symbology in Symbology for name in specifications(symbology)]
    assert len(named) == len(list(csv.DictReader(rows))) == 35
    assert all(str(title_of(name)) for _, name in named)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.symbology.value} {rule.specification}")
def test_every_limit_names_its_source_and_only_what_was_read_forbids(rule: SymbolLimits) -> None:
    limits = limits_of(rule)
    assert all(limit.source for limit in limits)
    for limit in limits:
        assert limit.confidence is Confidence.READ or limit.strength is not Strength.ERROR
    assert rule.left
    assert rule.right
    assert bool(rule.top) == bool(rule.bottom)


@pytest.mark.parametrize(
    ("symbology", "left", "right", "above"),
    [
        (Symbology.CODE_128, 10, 10, None),
        (Symbology.GS1_128, 10, 10, None),
        (Symbology.EAN_13, 11, 7, None),
        (Symbology.EAN_8, 7, 7, None),
        (Symbology.UPC_A, 9, 9, None),
        (Symbology.ITF_14, 10, 10, None),
        (Symbology.GS1_DATA_MATRIX, 1, 1, 1),
        (Symbology.QR, 4, 4, 4),
    ],
)
def test_quiet_zones_are_those_of_the_symbology(
    symbology: Symbology, left: float, right: float, above: float | None
) -> None:
    rule = rule_for(symbology)
    assert rule.left
    assert rule.right
    assert (rule.left.value, rule.right.value) == (left, right)
    assert (rule.top and rule.top.value) == above


def test_the_height_of_an_ean_13_grows_with_its_modules() -> None:
    rule = rule_for(Symbology.EAN_13, "SST1")
    assert rule.height_mm(0.330) == pytest.approx(22.85, abs=0.01)
    assert rule.height_mm(0.264) == pytest.approx(18.28, abs=0.01)
    assert rule_for(Symbology.EAN_13, "SST2").height_mm(0.660) == pytest.approx(45.70, abs=0.01)
    assert rule_for(Symbology.EAN_8).height_mm(0.330) == pytest.approx(18.23, abs=0.01)
    assert rule_for(Symbology.GS1_128, "SST6").height_mm(0.5) == 12.7
    assert rule_for(Symbology.QR).height_mm(1.0) == 0


def test_a_row_whose_sources_differ_only_warns() -> None:
    rule = rule_for(Symbology.ITF_14, "SST6")
    assert rule.x_minimum
    assert (rule.x_minimum.confidence, rule.x_minimum.strength) == (Confidence.CONFLICT, Strength.WARNING)


@pytest.mark.parametrize(
    ("dots_per_mm", "specification", "dots"),
    [
        (6, "SST6", [2, 3, 4, 5]),
        (8, "SST6", [3, 4, 5, 6, 7]),
        (12, "SST10", [5, 6, 7, 8, 9, 10, 11]),
        (24, "SST7.3", [3, 4, 5, 6, 7]),
        (12, "SST4", [5]),
        (8, "SST4", []),
    ],
)
def test_legal_dots_keep_both_limits(dots_per_mm: int, specification: str, dots: list[int]) -> None:
    rule = rule_for(Symbology.GS1_DATA_MATRIX, specification)
    assert [choice.dots for choice in legal_dots(Resolution(dots_per_mm), rule)] == dots


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.symbology.value} {rule.specification}")
@pytest.mark.parametrize("dots_per_mm", PRINTER_RESOLUTIONS)
def test_legal_dots_meet_the_limits_and_their_neighbours_do_not(rule: SymbolLimits, dots_per_mm: int) -> None:
    resolution = Resolution(dots_per_mm)
    choices = [choice.dots for choice in legal_dots(resolution, rule)]
    for dots in range(1, 60):
        x_mm = resolution.mm(dots)
        met = all(limit.met_by(x_mm) for limit in (rule.x_minimum, rule.x_maximum) if limit)
        assert (dots in choices) == (met and (rule.x_maximum is not None or x_mm <= 2.0))


def test_the_width_counts_both_quiet_zones() -> None:
    (first, *_) = legal_dots(Resolution(12), rule_for(Symbology.EAN_13), modules=95)
    assert first.dots == 4
    assert first.width_mm == pytest.approx(113 * 4 / 12)


@pytest.mark.parametrize(
    ("dots_per_mm", "target", "dots"),
    [(8, 0.17, 3), (12, 0.333, 4), (24, 0.33, 8), (8, 5.0, 5), (6, 0.25, 2)],
)
def test_the_nearest_legal_modules_are_chosen(dots_per_mm: int, target: float, dots: int) -> None:
    assert nearest(Resolution(dots_per_mm), rule_for(Symbology.EAN_13), target).dots == dots


def test_where_nothing_is_legal_the_nearest_is_shown_and_breaks_the_rule() -> None:
    rule = rule_for(Symbology.GS1_DATA_MATRIX, "SST4")
    choice = nearest(Resolution(8), rule, 0.38)
    assert choice.dots == 3
    assert rule.x_minimum
    assert not rule.x_minimum.met_by(choice.x_mm)


def test_a_specification_without_a_row_for_the_symbology_is_refused() -> None:
    with pytest.raises(InputError, match=r"SST5.*EAN-8.*SST1"):
        rule_for(Symbology.EAN_8, "SST5")


def test_the_drug_code_has_the_same_limits_here_as_in_its_own_rule() -> None:
    rule = rule_for(Symbology.CODE_128, "CN-DESC")
    assert rule.x_minimum is DRUG_CODE.x_minimums[0]
    assert (rule.height, rule.left, rule.top) == (
        DRUG_CODE.height,
        DRUG_CODE.side_quiet,
        DRUG_CODE.vertical_quiet,
    )
    (row,) = [
        row
        for row in csv.DictReader(resources.read_text("gs1/symbol_specifications.csv").splitlines())
        if row["table"] == "CN-DESC"
    ]
    assert float(row["x_min_mm"]) == DRUG_CODE.x_minimums[0].value
    assert float(row["height_min_mm"]) == DRUG_CODE.height.value
