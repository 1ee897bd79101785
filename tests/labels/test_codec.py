"""Designs as files: what is written is read, and what is hostile is refused with its place."""

import json
import string
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import InputError
from desktop.labels.codec import FORMAT, MOST_BYTES, dump, load
from desktop.labels.document import LabelDesign, Title
from desktop.labels.elements import Align, BoxElement, CodeBlock, Direction, Element, LineElement, TextElement
from desktop.labels.fields import FIELD_NAMES
from tests.labels.designs import BLOCK, design, text

PRINTABLE = st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"))
TEXTS = st.text(PRINTABLE, max_size=30)
PLAIN = TEXTS.map(lambda text: text.replace("{", "{{").replace("}", "}}"))
FIELD_TEXTS = st.lists(PLAIN | st.sampled_from([f"{{{name}}}" for name in FIELD_NAMES]), max_size=4).map(
    "".join
)
PLACES = st.floats(-1000, 1000)
LENGTHS = st.floats(0.1, 1000)
SIZES = st.floats(0.5, 100)
NAMES = st.text(string.ascii_letters + "追溯码_- ", min_size=1, max_size=20).filter(str.strip)


def elements(name: str) -> st.SearchStrategy[Element]:
    named = st.just(name)
    return st.one_of(
        st.builds(
            TextElement,
            named,
            PLACES,
            PLACES,
            LENGTHS,
            LENGTHS,
            FIELD_TEXTS,
            SIZES,
            st.sampled_from(Align),
            st.booleans(),
        ),
        st.builds(
            CodeBlock,
            named,
            PLACES,
            PLACES,
            st.just("{code}"),
            st.floats(0.01, 10),
            LENGTHS,
            FIELD_TEXTS,
            SIZES,
            st.sampled_from(["1-6-9-4", "7-13"]),
            SIZES,
            st.floats(0, 100),
            st.floats(0, 100),
        ),
        st.builds(
            LineElement, named, PLACES, PLACES, LENGTHS, st.floats(0.01, 100), st.sampled_from(Direction)
        ),
        st.builds(BoxElement, named, PLACES, PLACES, LENGTHS, LENGTHS, st.floats(0.01, 100)),
    )


DESIGNS = st.builds(
    LabelDesign,
    NAMES,
    st.builds(Title, TEXTS, TEXTS),
    st.floats(5, 220),
    st.floats(5, 500),
    st.lists(NAMES, unique=True, max_size=4).flatmap(
        lambda names: st.tuples(*(elements(name) for name in names))
    ),
    st.dictionaries(st.sampled_from(FIELD_NAMES), TEXTS).map(lambda sample: tuple(sample.items())),
    TEXTS,
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


def file_of(**changes: Any) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(dump(design(text(), BLOCK)))
    return content | changes


def changed(element: int, **changes: Any) -> str:
    content = file_of()
    content["elements"][element] |= changes
    return json.dumps(content)


@given(DESIGNS)
def test_a_design_is_read_as_it_was_written(made: LabelDesign) -> None:
    assert load(dump(made)) == made
    assert dump(load(dump(made))) == dump(made)


def test_a_byte_order_mark_does_no_harm() -> None:
    assert load(b"\xef\xbb\xbf" + dump(design(BLOCK)).encode()) == design(BLOCK)


def test_attributes_with_a_default_may_be_left_out() -> None:
    content = file_of()
    assert "font_family" not in content
    assert "align" not in content["elements"][0]
    assert "gap_mm" not in content["elements"][1]
    assert load(json.dumps(content)) == design(text(), BLOCK)


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
