"""The templates that ship: without findings, on whole dots, and read from their pictures by zxing-cpp."""

import numpy as np
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

import label_templates
from desktop.labels.checks import check
from desktop.labels.codec import load
from desktop.labels.image import rows_of
from desktop.labels.layout import FilledLabel, LabelPlan, plan_labels
from desktop.labels.primitives import Bars
from desktop.units import Resolution
from tests.labels.designs import RESOLUTIONS

NAMES = label_templates.names()
EVERY = pytest.mark.parametrize("name", NAMES)
AT_EVERY_RESOLUTION = pytest.mark.parametrize("dots_per_mm", RESOLUTIONS)


def planned(name: str, dots_per_mm: int, **values: str) -> tuple[LabelPlan, str]:
    design = load(label_templates.read_text(name))
    shared = design.sample_values | values
    code = shared.pop("code")
    return plan_labels(design, Resolution(dots_per_mm), shared), code


def grey(plan: LabelPlan, label: FilledLabel) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    width, height = plan.width_dots, plan.height_dots
    rows = np.frombuffer(rows_of(plan.primitives(label), width, height), np.uint8).reshape(height, -1)
    return 255 * (1 - np.unpackbits(rows, axis=1, count=width))


def test_the_templates_are_those_that_are_promised() -> None:
    assert NAMES == ("drug_code_b", "drug_code_b_7_13", "drug_code_b_legacy")


@EVERY
def test_a_template_is_named_as_its_file_and_says_that_it_is_a_proposal(name: str) -> None:
    design = load(label_templates.read_text(name))
    assert design.name == name
    assert "our proposal" in design.title.en
    assert "自拟" in design.title.zh


@EVERY
@AT_EVERY_RESOLUTION
@pytest.mark.parametrize("specimen", ["", "样张 SPECIMEN"])
def test_a_template_has_no_findings(name: str, dots_per_mm: int, specimen: str) -> None:
    plan, code = planned(name, dots_per_mm, specimen=specimen)
    assert check(plan, plan.fill({"code": code})) == ()


@EVERY
@AT_EVERY_RESOLUTION
def test_a_long_lot_and_name_still_fit_a_template(name: str, dots_per_mm: int) -> None:
    plan, code = planned(
        name, dots_per_mm, lot="20260201-01A", product="注射用头孢曲松钠舒巴坦钠", spec="1.0 g"
    )
    assert check(plan, plan.fill({"code": code})) == ()


@EVERY
@AT_EVERY_RESOLUTION
def test_all_edges_of_bars_are_on_whole_modules_of_whole_dots(name: str, dots_per_mm: int) -> None:
    plan, code = planned(name, dots_per_mm)
    label = plan.fill({"code": code})
    (bars,) = (one for one in label.slots if isinstance(one, Bars))
    area = grey(plan, label)[bars.y : bars.area.bottom] == 0
    assert (area == area[0]).all()
    edges = np.flatnonzero(np.diff(area[0].astype(np.int8))) + 1
    assert len(edges) == 80
    assert set((edges - bars.x) % bars.module_dots) == {0}
    assert bars.module_dots == dots_per_mm // 4


@EVERY
@AT_EVERY_RESOLUTION
def test_a_template_is_read_from_its_picture_as_code_128_with_equal_data(name: str, dots_per_mm: int) -> None:
    plan, code = planned(name, dots_per_mm)
    (read,) = zxingcpp.read_barcodes(grey(plan, plan.fill({"code": code})))
    assert read.text == code
    assert read.symbology_identifier == "]C0"


@settings(max_examples=25)
@given(st.text("0123456789", min_size=18, max_size=18), st.sampled_from(["99", "81", "00"]))
def test_any_code_is_read_from_the_picture_of_its_label(rest: str, first: str) -> None:
    plan, _ = planned("drug_code_b", 8)
    read = zxingcpp.read_barcodes(grey(plan, plan.fill({"code": first + rest})))
    assert [symbol.text for symbol in read] == [first + rest]


def test_at_6_dots_a_millimetre_the_symbol_is_too_wide_and_that_is_found() -> None:
    plan, code = planned("drug_code_b", 6)
    assert "side-quiet-zone" in {finding.rule for finding in check(plan, plan.fill({"code": code}))}


@pytest.mark.parametrize(
    "name", ["", "nothing", "../pyproject", "drug_code_b.json", "/etc/passwd", "__init__"]
)
def test_what_is_no_template_is_not_read(name: str) -> None:
    with pytest.raises(KeyError):
        label_templates.read_text(name)
