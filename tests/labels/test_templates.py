"""The templates that ship: without findings, on whole dots, and read from their pictures by zxing-cpp."""

import json
from functools import cache
from math import ceil

import numpy as np
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

import label_templates
from desktop.codes.gtin import Gtin
from desktop.codes.sscc import Sscc
from desktop.codes.trace_code import TraceCode
from desktop.labels.checks import check
from desktop.labels.codec import dump, load
from desktop.labels.document import LabelDesign
from desktop.labels.fields import FIELDS
from desktop.labels.image import rows_of
from desktop.labels.layout import FilledLabel, LabelPlan, plan_labels
from desktop.labels.primitives import Area, Bars, Matrix, Symbol, Symbology, Turn
from desktop.symbols.symbol_rules import rule_for
from desktop.units import Resolution
from tests.labels.designs import RESOLUTIONS

NAMES = label_templates.names()
DRUG_CODES = tuple(name for name in NAMES if name.startswith("drug_code_"))
WITHOUT_SYMBOL = {"ruler_card"}
VARYING = frozenset(rule.name for rule in FIELDS if rule.varies)
IDENTIFIERS = {
    Symbology.CODE_128: "]C0",
    Symbology.GS1_128: "]C1",
    Symbology.EAN_13: "]E0",
    Symbology.ITF_14: "]I1",
    Symbology.DATA_MATRIX: "]d1",
    Symbology.GS1_DATA_MATRIX: "]d2",
    Symbology.QR: "]Q1",
}
"""ISO/IEC 15424; of ITF-14, that its check digit was verified."""

SPECIMEN_GTINS = ("06932833600109", "16932833600106", "26932833600103", "00345678901236")
"""Of the sample plant's pack levels, and of a made-up NDC."""

EVERY = pytest.mark.parametrize("name", NAMES)
EVERY_DRUG_CODE = pytest.mark.parametrize("name", DRUG_CODES)
AT_EVERY_RESOLUTION = pytest.mark.parametrize("dots_per_mm", RESOLUTIONS)


@cache
def design_of(name: str) -> LabelDesign:
    return load(label_templates.read_text(name))


def planned(name: str, dots_per_mm: int, **values: str) -> tuple[LabelPlan, dict[str, str]]:
    """Lay a template out as a job does; also return the values of the one label."""
    design = design_of(name)
    values = design.sample_values | values
    shared = {field: value for field, value in values.items() if field not in VARYING}
    varying = {field: value for field, value in values.items() if field in VARYING}
    return plan_labels(design, Resolution(dots_per_mm), shared), varying


@cache
def sample_of(name: str, dots_per_mm: int) -> tuple[LabelPlan, FilledLabel]:
    plan, varying = planned(name, dots_per_mm)
    return plan, plan.fill(varying)


def grey(plan: LabelPlan, label: FilledLabel) -> NDArray[np.uint8]:
    width, height = plan.width_dots, plan.height_dots
    rows = np.frombuffer(rows_of(plan.primitives(label), width, height), np.uint8).reshape(height, -1)
    return 255 * (1 - np.unpackbits(rows, axis=1, count=width))


def symbols_of(plan: LabelPlan, label: FilledLabel) -> list[Symbol]:
    return [one for one in plan.primitives(label) if isinstance(one, Bars | Matrix)]


def cut(picture: NDArray[np.uint8], area: Area) -> NDArray[np.uint8]:
    return picture[max(area.y, 0) : area.bottom, max(area.x, 0) : area.right]


def upright(picture: NDArray[np.uint8], symbol: Symbol) -> NDArray[np.uint8]:
    """Cut a symbol out of the picture of its label and turn it so that it reads from left to right."""
    turn = symbol.turn if isinstance(symbol, Bars) else Turn.NONE
    return np.rot90(cut(picture, symbol.area), turn // 90)


def test_at_least_20_templates_come_along() -> None:
    assert len(NAMES) >= 20
    assert {"drug_code_b", "drug_code_b_7_13", "drug_code_b_legacy"} <= set(NAMES)


@EVERY
def test_a_template_is_named_as_its_file_and_told_in_both_languages(name: str) -> None:
    design = design_of(name)
    assert design.name == name
    for words in (design.title, design.notes):
        assert words.en.isprintable()
        assert len(words.en) > 10
        assert any("\u4e00" <= character <= "\u9fff" for character in words.zh)
    assert len({design_of(other).title.en for other in NAMES}) == len(NAMES)
    assert len({design_of(other).title.zh for other in NAMES}) == len(NAMES)


@EVERY_DRUG_CODE
def test_a_label_of_a_drug_code_says_that_its_drawing_is_a_proposal(name: str) -> None:
    design = design_of(name)
    assert "our proposal" in design.title.en
    assert "自拟" in design.title.zh


@EVERY
def test_a_template_is_stored_as_the_designer_would_store_it(name: str) -> None:
    text = label_templates.read_text(name)
    assert json.loads(text)["format"] == 2
    assert dump(load(text)) == text


@EVERY
def test_no_sample_value_is_a_code_of_real_goods(name: str) -> None:
    sample = design_of(name).sample_values
    assert sample.get("code", "89999").startswith("89999")
    assert sample.get("specimen", "样张 SPECIMEN") == "样张 SPECIMEN"
    for field in ("gtin", "content_gtin", "retail"):
        assert Gtin.parse(sample.get(field, SPECIMEN_GTINS[0])).as_14 in SPECIMEN_GTINS
    Sscc.parse(sample.get("sscc", "069328336000000017"))
    assert sample.get("crypto_key", "SPEC") == "SPEC"
    if "trace" in sample:
        TraceCode.parse(sample["trace"])


@EVERY
@AT_EVERY_RESOLUTION
def test_a_template_has_no_findings(name: str, dots_per_mm: int) -> None:
    assert check(*sample_of(name, dots_per_mm)) == ()


@EVERY_DRUG_CODE
@AT_EVERY_RESOLUTION
def test_a_label_without_specimen_mark_has_no_findings(name: str, dots_per_mm: int) -> None:
    plan, varying = planned(name, dots_per_mm, specimen="")
    assert check(plan, plan.fill(varying)) == ()


@EVERY_DRUG_CODE
@AT_EVERY_RESOLUTION
def test_a_long_lot_and_name_still_fit_a_label_of_a_drug_code(name: str, dots_per_mm: int) -> None:
    plan, varying = planned(
        name, dots_per_mm, lot="20260201-01A", product="注射用头孢曲松钠舒巴坦钠", spec="1.0 g"
    )
    assert check(plan, plan.fill(varying)) == ()


@EVERY
@AT_EVERY_RESOLUTION
def test_all_edges_of_bars_and_modules_are_on_whole_modules_of_whole_dots(
    name: str, dots_per_mm: int
) -> None:
    plan, label = sample_of(name, dots_per_mm)
    picture = grey(plan, label)
    for symbol in symbols_of(plan, label):
        dots, black = symbol.module_dots, upright(picture, symbol) == 0
        if isinstance(symbol, Matrix):
            modules = black[::dots, ::dots]
            assert (np.repeat(np.repeat(modules, dots, 0), dots, 1) == black).all()
            continue
        black = black[: symbol.height]
        assert (black == black[0]).all()
        assert (np.repeat(black[0, ::dots], dots) == black[0]).all()


def quiet_zones(symbol: Symbol) -> tuple[Area, ...]:
    """Return where its symbology, whatever the symbol is used for, wants nothing printed."""
    limits, area = rule_for(symbol.symbology, ""), symbol.area
    left, right, top, bottom = (
        ceil(limit.value * symbol.module_dots) if limit else 0
        for limit in (limits.left, limits.right, limits.top, limits.bottom)
    )
    if isinstance(symbol, Bars) and symbol.turn is Turn.LEFT:
        return (
            Area(area.x, area.y - right, area.width, right),
            Area(area.x, area.bottom, area.width, left),
        )
    if isinstance(symbol, Bars) and symbol.turn is Turn.RIGHT:
        return (
            Area(area.x, area.y - left, area.width, left),
            Area(area.x, area.bottom, area.width, right),
        )
    high = symbol.height if isinstance(symbol, Bars) else area.height
    return (
        # The first digit of an EAN stands in its left quiet zone, below the bars' end.
        Area(area.x - left, area.y, left, high),
        Area(area.right, area.y, right, high),
        Area(area.x, area.y - top, area.width, top),
        Area(area.x, area.bottom, area.width, bottom),
    )


@EVERY
@AT_EVERY_RESOLUTION
def test_nothing_is_printed_in_the_quiet_zones_of_a_symbol(name: str, dots_per_mm: int) -> None:
    plan, label = sample_of(name, dots_per_mm)
    picture = grey(plan, label)
    for symbol in symbols_of(plan, label):
        zones = [zone for zone in quiet_zones(symbol) if zone.width and zone.height]
        assert len(zones) == (4 if isinstance(symbol, Matrix) else 2)
        for zone in zones:
            found = cut(picture, zone)
            assert found.shape == (zone.height, zone.width)  # all of it is on the label
            assert (found == 255).all()


@EVERY
@AT_EVERY_RESOLUTION
def test_every_symbol_is_read_from_the_picture_of_its_label_with_its_identifier(
    name: str, dots_per_mm: int
) -> None:
    plan, label = sample_of(name, dots_per_mm)
    expected = sorted((IDENTIFIERS[one.symbology], one.data) for one in symbols_of(plan, label))
    assert bool(expected) == (name not in WITHOUT_SYMBOL)
    read = zxingcpp.read_barcodes(grey(plan, label)) if expected else []
    assert sorted((one.symbology_identifier, one.bytes.decode()) for one in read) == expected


def test_labels_for_narrow_faces_read_upwards() -> None:
    for name in ("drug_code_c", "drug_code_c_bundle", "drug_code_c_case"):
        plan, label = sample_of(name, 12)
        (bars,) = symbols_of(plan, label)
        assert isinstance(bars, Bars)
        assert bars.turn is Turn.LEFT
        # zxing-cpp tells the turn counter-clockwise from the picture's x axis.
        (read,) = zxingcpp.read_barcodes(grey(plan, label))
        assert abs(read.orientation) == 90


@settings(max_examples=25)
@given(st.text("0123456789", min_size=18, max_size=18), st.sampled_from(["99", "81", "00"]))
def test_any_code_is_read_from_the_picture_of_its_label(rest: str, first: str) -> None:
    plan, _ = planned("drug_code_b", 8)
    read = zxingcpp.read_barcodes(grey(plan, plan.fill({"code": first + rest})))
    assert [symbol.text for symbol in read] == [first + rest]


@pytest.mark.parametrize("serial", ["1", "Z" * 20, "89999011000000011756"])
def test_a_matrix_has_one_size_for_all_serial_numbers_of_a_job(serial: str) -> None:
    plan, _ = planned("gs1_carton", 12)
    (matrix,) = symbols_of(plan, plan.fill({"serial": serial}))
    assert isinstance(matrix, Matrix)
    assert len(matrix.rows) == 26


def test_at_6_dots_a_millimetre_the_symbol_is_too_wide_and_that_is_found() -> None:
    plan, varying = planned("drug_code_b", 6)
    assert "side-quiet-zone" in {finding.rule for finding in check(plan, plan.fill(varying))}


@pytest.mark.parametrize(
    "name", ["", "nothing", "../pyproject", "drug_code_b.json", "/etc/passwd", "__init__"]
)
def test_what_is_no_template_is_not_read(name: str) -> None:
    with pytest.raises(KeyError):
        label_templates.read_text(name)
