"""Designs as files: what is written is read, and what is hostile is refused with its place."""

import json
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import InputError
from desktop.labels.codec import FORMAT, MOST_BYTES, dump, load
from desktop.labels.document import LabelDesign, Layer, Lock
from desktop.labels.elements import HriPlace, PictureElement, SymbolElement, TextElement
from desktop.labels.primitives import Symbology, Turn
from tests.labels.designs import BLOCK, design, text
from tests.labels.documents import KINDS, designs, png

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


FORMATS = Path(__file__).parent / "formats"
PICTURE = PictureElement("picture", 0, 0, 5, 5, png())


def file_of(**changes: Any) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(dump(design(text(), BLOCK, PICTURE)))
    return content | changes


def changed(element: int, **changes: Any) -> str:
    content = file_of()
    content["elements"][element] |= changes
    return json.dumps(content)


@given(designs())
def test_a_design_is_read_as_it_was_written(made: LabelDesign) -> None:
    assert load(dump(made)) == made
    assert dump(load(dump(made))) == dump(made)


def test_format_1_is_read() -> None:
    made = load((FORMATS / "format_1.json").read_bytes())
    assert (made.name, made.width_mm, len(made.elements)) == ("drug_code_b_7_13", 50.0, 6)
    assert made.sample_values["gtin"] == "06932833600109"
    first = made.elements[0]
    assert isinstance(first, TextElement)
    assert (first.turn, first.layer, first.wrap) == (Turn.NONE, "", False)
    assert json.loads(dump(made))["format"] == FORMAT


def test_format_2_is_read_and_written_as_it_was() -> None:
    content = (FORMATS / "format_2.json").read_bytes()
    made = load(content)
    assert {type(one) for one in made.elements} == {type(one) for one in KINDS}
    assert made.layers == (Layer("codes", lock=Lock.QA), Layer("scan", printed=False, lock=Lock.ALL))
    symbol = next(one for one in made.elements if isinstance(one, SymbolElement))
    assert (symbol.symbology, symbol.hri, symbol.turn) == (
        Symbology.GS1_DATA_MATRIX,
        HriPlace.RIGHT,
        Turn.RIGHT,
    )
    assert dump(made).encode() == content


def test_equal_designs_are_written_equally() -> None:
    assert dump(replace(design(BLOCK), width_mm=50)) == dump(replace(design(BLOCK), width_mm=50.0))


def test_a_byte_order_mark_does_no_harm() -> None:
    assert load(b"\xef\xbb\xbf" + dump(design(BLOCK)).encode()) == design(BLOCK)


def test_attributes_with_a_default_may_be_left_out() -> None:
    content = file_of()
    assert "font_family" not in content
    assert "align" not in content["elements"][0]
    assert "gap_mm" not in content["elements"][1]
    assert load(json.dumps(content)) == design(text(), BLOCK, PICTURE)


def test_whole_numbers_are_lengths_too() -> None:
    assert load(json.dumps(file_of(width_mm=50))).width_mm == 50.0


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (json.dumps(file_of(width_mm="50")), r"\$\.width_mm: expected 123\.4, found \"50\""),
        (json.dumps(file_of(width_mm=True)), r"\$\.width_mm: expected"),
        (json.dumps(file_of(width_mm=10**400)), r"\$\.width_mm: the number is too large"),
        (json.dumps(file_of(width_mm=1)), r"\$: width_mm must be from 5"),
        (json.dumps(file_of(name=None)), r"\$\.name: expected"),
        (json.dumps(file_of(title="Test")), r"\$\.title: expected \{\.\.\.\}"),
        (json.dumps(file_of(title={"en": "a"})), r'\$\.title: the key "zh" is missing'),
        (
            json.dumps(file_of(title={"en": "a", "zh": "b", "fr": "c"})),
            r"\$\.title: the key 'fr' is not known",
        ),
        (json.dumps(file_of(script="rm")), r"\$: the key 'script' is not known"),
        (json.dumps(file_of(elements={})), r"\$\.elements: expected \[\.\.\.\]"),
        (json.dumps(file_of(elements=[1])), r"\$\.elements\[0\]: expected \{\.\.\.\}, found 1"),
        (json.dumps(file_of(elements=[{}] * 501)), r"\$\.elements: at most 500"),
        (
            json.dumps(file_of(elements=[{"type": "photo"}])),
            r"\$\.elements\[0\]\.type: expected text, code_block",
        ),
        (json.dumps(file_of(elements=[{"type": ["text"]}])), r"\$\.elements\[0\]\.type: expected"),
        (json.dumps(file_of(elements=[{"type": "line"}])), r"\$\.elements\[0\]: the key \"name\" is missing"),
        (json.dumps(file_of(sample=[])), r"\$\.sample: expected"),
        (json.dumps(file_of(sample={"lot": 5})), r"\$\.sample\.lot: expected"),
        (changed(0, align="justified"), r"\$\.elements\[0\]\.align: expected left, center, right"),
        (changed(0, bold=1), r"\$\.elements\[0\]\.bold: expected true, false"),
        (changed(0, url="http://x"), r"\$\.elements\[0\]: the key 'url' is not known"),
        (changed(0, size_mm=[]), r"\$\.elements\[0\]\.size_mm: expected"),
        (changed(0, text="{colour}"), r"\$: Element .*: there is no field"),
        (changed(1, x_mm=[[]]), r"\$\.elements\[1\]\.x_mm: expected 123\.4, found \[\.\.\.\]"),
        (
            changed(2, png="https://example.com/logo.png"),
            r"elements\[2\]: A picture is carried in the design",
        ),
        (changed(2, png="../../etc/passwd"), r"elements\[2\]: A picture is carried"),
        (changed(2, png="<svg onload='alert(1)'/>"), r"elements\[2\]: A picture is carried"),
        (changed(2, png="data:image/png;base64," + png()), r"elements\[2\]: A picture is carried"),
        (changed(2, png=png() + "A" * 4_000_000), r"elements\[2\]: png may have 4000000 characters"),
        (changed(2, png=5), r"elements\[2\]\.png: expected"),
        (changed(1, turn=45), r"elements\[1\]\.turn: expected 0, 90, 180, 270, found 45"),
        (changed(1, turn=True), r"elements\[1\]\.turn: expected"),
        (changed(1, layer="secret"), r'\$: Element "trace" lies on the layer "secret"'),
        (changed(1, group="a//b"), r"elements\[1\]: A name has 1 to 60 characters"),
        (json.dumps(file_of(layers=[{"name": "a"}] * 501)), r"\$\.layers: at most 500 entries"),
        (json.dumps(file_of(layers=[{"name": "a"}] * 2)), r"\$: Two layers"),
        (json.dumps(file_of(layers=[{"name": "a", "lock": "me"}])), r"\$\.layers\[0\]\.lock: expected none"),
        (json.dumps(file_of(guides=[{"direction": "slanted", "at_mm": 1}])), r"\$\.guides\[0\]\.direction"),
        (json.dumps(file_of(own_fields=[{"name": "lot"}])), r"\$\.own_fields\[0\]: The name of a field"),
        (json.dumps(file_of(own_fields=[{"name": "os.system"}])), r"\$\.own_fields\[0\]: The name"),
        (json.dumps(file_of(resolutions=[8.5])), r"\$\.resolutions\[0\]: expected 123, found 8.5"),
        (json.dumps(file_of(resolutions=[10**30])), r"\$: resolutions must be from 1"),
        (json.dumps(file_of(ink="javascript:")), r"\$: ink is a colour"),
        (changed(1, scheme="meat"), r"\$\.elements\[1\]\.scheme: expected drug_code"),
    ],
)
def test_what_is_wrong_in_a_file_is_named_with_its_place(content: str, place: str) -> None:
    with pytest.raises(InputError, match=place):
        load(content)


@pytest.mark.parametrize("missing", ["format", "name", "title", "width_mm", "height_mm", "elements"])
def test_a_missing_part_is_named(missing: str) -> None:
    content = file_of()
    del content[missing]
    with pytest.raises(InputError, match=missing):
        load(json.dumps(content))


def test_a_newer_format_is_refused_as_such() -> None:
    with pytest.raises(InputError, match="newer version"):
        load(json.dumps(file_of(format=FORMAT + 1)))


@pytest.mark.parametrize("version", [0, -1, True, "1", None, 1.5, [1]])
def test_what_is_no_format_is_refused(version: object) -> None:
    with pytest.raises(InputError, match=r"\$\.format"):
        load(json.dumps(file_of(format=version)))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "not JSON"),
        ("{", "not JSON"),
        (b"\xff\xfe{\x00}\x00", "not JSON"),
        (b"\xd0\xcf\x11\xe0", "not JSON"),
        ("[" * 100_000, "nested too deeply"),
        ('{"a":' * 100_000, "nested too deeply"),
        (" " * (MOST_BYTES + 1), "at most"),
        ("[]", r"\$: expected"),
        ("null", r"\$: expected"),
        (dump(design()).replace("50.0", "NaN"), "NaN"),
        (dump(design()).replace("50.0", "-Infinity"), "Infinity"),
        (dump(design()).replace("50.0", "1e999"), "too large"),
        (dump(design()).replace("50.0", "9" * 5000), "not JSON"),
        (dump(design()).replace('"format": 2', '"format": 2, "name": "a"'), "twice"),
        (dump(design()).replace("测试", "\\ud800"), r"U\+D800"),
    ],
)
def test_hostile_files_are_refused(content: str | bytes, why: str) -> None:
    with pytest.raises(InputError, match=why):
        load(content)


@given(st.binary(max_size=200) | JSON.map(lambda value: json.dumps(value).encode()))
def test_any_file_is_read_or_refused(content: bytes) -> None:
    with pytest.raises(InputError):
        load(content)


@given(st.sampled_from(sorted(json.loads(dump(design(BLOCK)))["elements"][0])), JSON)
def test_any_value_of_any_attribute_is_taken_or_refused(key: str, value: object) -> None:
    with suppress(InputError):
        load(changed(1, **{key: value}))
