"""Whatever is written can be read again, and whatever is read is told or refused."""

from hypothesis import given
from hypothesis import strategies as st

from desktop.codes.gs1 import Element, ElementString, Severity, build, explain, parse
from desktop.codes.gs1.table import identifiers
from desktop.errors import InputError
from tests.codes.gs1.samples import GS, GTIN, valid_values

SIGNS = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"

texts = st.text(SIGNS, min_size=1, max_size=20)


@st.composite
def packs(draw: st.DrawFn) -> ElementString:
    """Element strings as they stand on packs, in any order."""
    pairs = {"01": GTIN}
    for ai in draw(st.sets(st.sampled_from(["10", "21", "240", "7003", "714"]))):
        pairs[ai] = "2803012359" if ai == "7003" else draw(texts)
    for ai in draw(st.sets(st.sampled_from(["11", "17", "15"]))):
        pairs[ai] = draw(st.sampled_from(["280229", "280200", "991231"]))
    order = draw(st.permutations(sorted(pairs.items())))
    return build(order, keep_order=draw(st.booleans()))


def errors_of(text: str) -> list[str]:
    return [str(fault.message) for fault in explain(text).faults if fault.severity is Severity.ERROR]


@given(packs())
def test_brackets_are_read_as_they_were_written(string: ElementString) -> None:
    if "<GS>" not in string.brackets:
        assert parse(string.brackets) == string


@given(packs())
def test_raw_data_is_read_as_it_was_written(string: ElementString) -> None:
    assert parse(string.raw + "\r\n") == string or "<GS>" in string.raw
    assert parse("]d2" + string.raw).hri == string.hri or "<GS>" in string.raw


@given(packs())
def test_a_digital_link_is_read_as_it_was_written(string: ElementString) -> None:
    again = parse(string.digital_link("https://example.com/x"))
    assert set(again.elements) == set(string.elements)


@given(packs())
def test_separators_stand_only_where_they_are_needed(string: ElementString) -> None:
    needed = [one for one in string.elements[:-1] if not identifiers()[one.ai].predefined]
    assert string.raw.count(GS) == len(needed)
    assert not string.raw.endswith(GS)


@given(st.data())
def test_every_identifier_goes_through_every_form(data: st.DataObject) -> None:
    ai = data.draw(st.sampled_from(sorted(identifiers())))
    value = data.draw(st.sampled_from(valid_values(identifiers()[ai], seed=2)))
    string = ElementString((Element(ai, value),))
    for text in (string.raw, string.brackets):
        if "<GS>" not in text and "[" not in text:
            assert parse(text, whole_item=False) == string


@given(st.text() | st.text("()0123456789AB%/\\]dC12" + GS, max_size=40).map(lambda text: "01" + text))
def test_any_text_is_explained_or_refused(text: str) -> None:
    try:
        found = explain(text)
    except InputError:
        return
    assert found.valid is (not any(fault.severity is Severity.ERROR for fault in found.faults))
    for fault in found.faults:
        assert 0 <= fault.start <= fault.end <= len(text)


@given(st.text("https:/id.gs1org0123456789%ABab?&=#", max_size=40))
def test_any_address_is_explained_or_refused(text: str) -> None:
    try:
        found = explain(f"https://id.gs1.org/01/{GTIN}" + text)
    except InputError:
        return
    for fault in found.faults:
        assert 0 <= fault.start <= fault.end <= len(found.text)


@given(packs(), st.data())
def test_an_offer_mends_the_fault_it_was_made_for(string: ElementString, data: st.DataObject) -> None:
    raw = string.raw
    place = data.draw(st.integers(0, len(raw) - 1))
    broken = raw[:place] + GS + raw[place:]
    try:
        found = explain(broken)
    except InputError:
        return
    for fault in found.faults:
        mended = fault.mended(broken)
        if mended is not None and len(found.faults) == 1 and fault.severity is Severity.ERROR:
            assert str(fault.message) not in errors_of(mended)
