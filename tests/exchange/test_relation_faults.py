"""Relation files of others: every fault with its line, and hostile ones."""

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import InputError
from desktop.exchange.relation_faults import NAMED, RelationFaults, RelationFindings
from desktop.exchange.relation_reader import MAX_DEPTH, relation_elements
from desktop.products.packing import Reading
from tests.exchange.relations import case, cases, changed, code, content, written

GOLDEN = (Path(__file__).parent / "data" / "relation.xml").read_bytes()
UNIT = f'<Code curCode="{code(1, 1)}" packLayer="1" parentCode="{code(2, 1)}" flag="0"/>\n'


def checked(data: bytes, reading: Reading = Reading.CUMULATIVE) -> RelationFindings:
    faults = RelationFaults(reading)
    for element in relation_elements(io.BytesIO(data), "f.xml"):
        faults.take(element)
    return faults.finish()


def told(data: bytes, reading: Reading = Reading.CUMULATIVE) -> list[str]:
    return [f"{fault.line}: {fault.text}" for fault in checked(data, reading).faults]


def without(text: str, new: str = "") -> bytes:
    found = GOLDEN.decode()
    assert text in found
    return found.replace(text, new, 1).encode()


def test_the_sample_is_sound() -> None:
    found = checked(GOLDEN)
    assert (found.product_code, found.type_no, found.cascade) == ("1000123", "1000123001", "1:2:6")
    assert (found.all, found.largest, found.smallest, found.lots) == (9, 1, 6, ("L02707",))
    assert (found.faults, found.total) == ((), 0)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            f'packLayer="1" parentCode="{code(2, 1)}"',
            'packLayer="1"',
            f"8: {code(1, 1)} of packLayer 1 has no parentCode.",
        ),
        (f'parentCode="{code(3, 1)}"', 'parentCode=""', f"7: {code(2, 1)} of packLayer 2 has no parentCode."),
        (UNIT, UNIT + UNIT, f"9: {code(1, 1)} stands in the file twice."),
        ('packLayer="1"', 'packLayer="4"', f"8: packLayer of {code(1, 1)} is “4”, expected 1 to 3."),
        ('packLayer="1"', 'packLayer="x"', f"8: packLayer of {code(1, 1)} is “x”, expected 1 to 3."),
        ('Version="3.0"', 'Version="2.0"', "2: Version is “2.0”, expected 3.0."),
        ('Name="RelationCreate"', 'Name="Other"', "3: Name is “Other”, expected RelationCreate."),
        (
            "Schema-3.0.xsd",
            "Schema-2.0.xsd",
            (
                "1: xsi:noNamespaceSchemaLocation is “关联关系XML Schema-2.0.xsd”, expected "
                "关联关系XML Schema-3.0.xsd."
            ),
        ),
        ('productCode="1000123"', "", "4: productCode is missing."),
        ('batchNo="L02707"', "", "5: batchNo is missing."),
        ('madeDate="2016-02-01"', 'madeDate="20160201"', "5: madeDate is “20160201”, expected yyyy-MM-dd."),
        (
            'validateDate="2020-01-31"',
            'validateDate="2016-02-01"',
            "5: validateDate 2016-02-01 is not later than madeDate 2016-02-01.",
        ),
        ('flag="0"', 'flag="7"', "6: flag is “7”, expected 0, 1, 2, 3."),
        (code(1, 1), "8100021", "8: curCode “8100021” has 7 characters, expected 20 digits."),
        (
            code(1, 1),
            "7100021" + code(1, 1)[7:],
            f"8: 7100021{code(1, 1)[7:]} begins with 7, expected 8.",
        ),
        (
            f'curCode="{code(1, 1)}" packLayer="1" parentCode="{code(2, 1)}"',
            f'curCode="{code(1, 1)}" packLayer="2" parentCode="{code(2, 1)}"',
            f"8: {code(1, 1)} of packLayer 2 lies in {code(2, 1)} of packLayer 2, expected 3.",
        ),
    ],
)
def test_a_fault_is_told_with_its_line(old: str, new: str, fault: str) -> None:
    assert fault in told(without(old, new))


def test_a_parent_that_is_missing_is_told_at_its_child() -> None:
    data = without(f'<Code curCode="{code(2, 1)}" packLayer="2" parentCode="{code(3, 1)}" flag="0"/>\n')
    assert f"7: {code(2, 1)}, the parent of {code(1, 1)}, is missing." in told(data)


def test_a_parent_behind_its_child_is_told_as_that() -> None:
    bundle = f'<Code curCode="{code(2, 1)}" packLayer="2" parentCode="{code(3, 1)}" flag="0"/>\n'
    data = without(bundle).replace(b"</Batch>", bundle.encode() + b"</Batch>")
    assert f"7: {code(1, 1)} stands before its parent {code(2, 1)}." in told(data)


def test_a_pack_in_itself_is_told() -> None:
    data = without(f'parentCode="{code(2, 1)}"', f'parentCode="{code(1, 1)}"')
    assert f"8: {code(1, 1)} is its own parent." in told(data)


def test_more_packs_than_the_ratio_says_are_told_at_their_parent() -> None:
    unit = UNIT.replace(code(1, 1), code(1, 9))
    found = told(without(UNIT, UNIT + unit))
    assert found == [f"7: 4 packs lie in {code(2, 1)}; by cascade there is room for 3."]


def test_fewer_packs_than_the_ratio_says_need_the_flag() -> None:
    assert told(without(UNIT)) == [
        f"7: 2 packs lie in {code(2, 1)} and 3 have room, but its flag 0 does not say partial."
    ]
    partial = changed(case(), 1, flag=2)
    del partial[2]
    assert told(content(written(partial))) == []


def test_a_parent_that_holds_nothing_is_told() -> None:
    data = GOLDEN.decode().split(f'<Code curCode="{code(2, 2)}"')[0] + (
        f'<Code curCode="{code(2, 2)}" packLayer="2" parentCode="{code(3, 1)}" flag="0"/>\n'
        "</Batch></Relation></Event></Events></Document>\n"
    )
    assert told(data.encode()) == [f"11: nothing lies in {code(2, 2)}."]


def test_the_ratio_is_read_as_the_caller_says() -> None:
    assert told(without('cascade="1:2:6"', 'cascade="1:2:3"'), Reading.NESTED) == []


def test_a_ratio_that_is_none_is_told_and_packs_are_not_counted() -> None:
    found = told(without('cascade="1:2:6"', 'cascade="1:4:6"'))
    assert len(found) == 1
    assert "do not fill" in found[0]


def test_elements_where_they_do_not_belong_are_told() -> None:
    found = told(without("</Batch>", "</Batch><Extra/>"))
    assert found == [
        "15: element Extra within Relation, expected Document > Events > Event > Relation > Batch > Code."
    ]


def test_a_file_of_another_kind_misses_everything() -> None:
    found = told(b"<productList/>")
    assert "1: there is no element Code." in found


def test_faults_beyond_a_thousand_are_counted() -> None:
    data = content(written(list(cases(400)))).replace(b'packLayer="1"', b'packLayer="9"')
    found = checked(data)
    assert len(found.faults) == NAMED
    assert found.total > NAMED


@pytest.mark.parametrize("encoding", ["gb2312", "gb18030", "utf-8-sig"])
def test_other_encodings_are_read(encoding: str) -> None:
    label = "utf-8" if encoding == "utf-8-sig" else encoding
    data = GOLDEN.decode().replace('encoding="utf-8"', f'encoding="{label}"', 1).encode(encoding)
    elements = list(relation_elements(io.BytesIO(data), "f.xml"))
    assert elements[4].attributes["workshop"] == "一号车间"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "is empty"),
        (b"PK\x03\x04abc", "ZIP archive"),
        (b"81000210157090217447\n", "is no XML"),
        (b"<a>", "no complete XML: it breaks at line 1"),
        (GOLDEN[:700], "no complete XML"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "DOCTYPE"),
        (b'<?xml version="1.0"?><!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "DOCTYPE"),
        (b'<?xml version="1.0" encoding="utf-16"?><a/>', "expected UTF-8, GB2312 or GB18030"),
        (b'<?xml version="1.0" encoding="utf-8"?><a b="\xb9\xd8"/>', "near byte 45"),
        (b"<a>" * (MAX_DEPTH + 1), "more than 16 deep"),
        (b"<a>" + b"x" * 3_000_000, "endless text"),
    ],
)
def test_what_is_no_relation_file_is_refused(data: bytes, told: str) -> None:
    with pytest.raises(InputError, match=told):
        list(relation_elements(io.BytesIO(data), "f.xml"))


@given(st.binary(max_size=300), st.integers(0, len(GOLDEN)))
def test_no_bytes_bring_the_reader_down(noise: bytes, at: int) -> None:
    try:
        found = checked(GOLDEN[:at] + noise + GOLDEN[at:])
    except InputError:
        return
    assert found.all >= 0
