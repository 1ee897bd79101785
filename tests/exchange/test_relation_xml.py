"""Relation files as they are written: bytes, flags, lots, variants, parts, and what is read back."""

import io
import json
import re
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.codes.gtin import Gtin
from desktop.errors import InputError, Refused, StorageError
from desktop.exchange.relation_compare import expected_rows, require_end, require_same
from desktop.exchange.relation_profile import PROFILES, Encoding, FileName, RelationProfile, profile_of
from desktop.exchange.relation_split import write_relation
from desktop.exchange.relation_xml import families
from desktop.packing.model import Node, PackFlag
from desktop.products.packing import Reading
from desktop.products.product import PackLevel
from tests.exchange.relations import (
    AT,
    BATCH,
    FACTS,
    PRODUCT,
    STANDARD,
    case,
    cases,
    changed,
    code,
    content,
    written,
)

GOLDEN = Path(__file__).parent / "data" / "relation.xml"


def flags(nodes: list[Node], profile: RelationProfile = STANDARD) -> list[str]:
    return re.findall(r'flag="(\d)"', content(written(nodes, profile)).decode())


def test_the_sample_is_written_byte_for_byte() -> None:
    assert content(written(case())) == GOLDEN.read_bytes()


def test_a_part_knows_its_digest_size_and_counts() -> None:
    part = written(list(cases(2))).parts[0]
    data = content(written(list(cases(2))))
    assert (part.sha256, part.size) == (sha256(data).hexdigest(), len(data))
    assert (part.all, part.largest, part.smallest) == (18, 2, 12)


def test_a_bundle_that_lost_a_unit_is_partial_with_its_units_and_its_case() -> None:
    nodes = changed(case(), 1, flag=PackFlag.PARTIAL)
    del nodes[4]
    assert flags(nodes) == ["2", "2", "2", "2", "0", "0", "0", "0"]


def test_flags_neither_rise_nor_fall_where_the_profile_says_so() -> None:
    nodes = changed(case(), 1, flag=PackFlag.PARTIAL)
    assert flags(nodes, replace(STANDARD, upwards=False)) == ["0", "2", "2", "2", "2", "0", "0", "0", "0"]
    alone = replace(STANDARD, upwards=False, children_carry=False)
    assert flags(nodes, alone) == ["0", "2", *"0000000"]


def test_a_partial_case_makes_all_that_is_in_it_partial() -> None:
    nodes = changed(case(), 0, flag=PackFlag.PARTIAL)[:5]
    assert flags(nodes) == ["2"] * 5


def test_a_bundle_of_two_lots_that_is_short_too_is_both() -> None:
    assert flags(changed(case(), 1, flag=PackFlag.BOTH))[:5] == ["3"] * 5


def test_a_pack_of_another_lot_stands_under_its_own_lot_and_in_its_place() -> None:
    nodes = changed(changed(case(), 1, flag=PackFlag.MIXED), 3, batch_id=2)
    root = fromstring(content(written(nodes)))
    assert [element.get("curCode") for element in root.iter("Code")] == [node.code for node in nodes]
    lots = [(batch.get("batchNo"), len(batch)) for batch in root.iter("Batch")]
    assert lots == [("L02707", 3), ("L02708", 1), ("L02707", 5)]


def test_all_packs_stand_under_the_lot_of_the_order_where_the_profile_says_so() -> None:
    data = content(written(changed(case(), 3, batch_id=2), replace(STANDARD, lots=False)))
    assert data == GOLDEN.read_bytes()


def test_attributes_are_small_in_the_profile_for_platforms_that_want_them_so() -> None:
    data = content(written(case(), profile_of("lower case"))).decode()
    assert '<Events version="3.0">' in data
    assert '<Event name="RelationCreate">' in data


def test_the_workshop_is_spelled_as_the_profile_says() -> None:
    profile = RelationProfile.from_json('{"workshop": "workShop"}')
    assert 'workShop="一号车间"' in content(written(case(), profile)).decode()


def test_cascade_counts_packs_in_the_next_pack_in_the_nested_reading() -> None:
    data = content(written(case(), replace(STANDARD, reading=Reading.NESTED))).decode()
    assert 'cascade="1:2:3"' in data


def test_an_indented_file_in_gb2312_says_so_and_holds_the_same() -> None:
    data = content(written(case(), profile_of("indented")))
    assert data.startswith(b'<?xml version="1.0" encoding="gb2312"?>\n<Document ')
    text = data.decode("gb2312")
    assert '\n          <Code curCode="81000230000000010001" packLayer="3" parentCode="" flag="0"/>\n' in text
    assert text.endswith("  </Events>\n</Document>\n")


def test_a_character_that_the_encoding_has_not_is_named() -> None:
    facts = replace(FACTS, manager="龑")
    with pytest.raises(InputError, match="龑 cannot be written in GB2312"):
        write_relation(case(), facts, replace(STANDARD, encoding=Encoding.GB2312), AT)


def test_signs_of_xml_are_escaped_in_values() -> None:
    facts = replace(FACTS, comment='<a> & "b"')
    data = content(write_relation(case(), facts, STANDARD, AT))
    relation = fromstring(data).find(".//Relation")
    assert relation is not None
    assert relation.get("comment") == '<a> & "b"'


def test_a_line_break_in_a_value_is_refused() -> None:
    with pytest.raises(InputError, match="line break"):
        replace(FACTS, workshop="one\ntwo")


def test_a_device_is_told_by_its_whole_element_string_on_one_level() -> None:
    levels = (PackLevel(1, "8100021", 1, Gtin.parse("06932833600109")), *PRODUCT.levels[1:])
    facts = replace(FACTS, product=replace(PRODUCT, levels=levels))
    data = content(write_relation(case(), facts, profile_of("device"), AT)).decode()
    assert 'productCode="06932833600109"' in data
    assert 'cascade="1"' in data
    assert (
        f'<Code curCode="010693283360010910L0270717200131{"21" + code(1, 1)}" packLayer="1" parentCode="" '
        'flag="0"/>' in data
    )
    assert data.count("<Code ") == 6


def test_a_device_without_a_gtin_is_refused() -> None:
    with pytest.raises(Refused, match="no GTIN on level 1"):
        written(case(), profile_of("device"))


def test_packs_that_lie_in_no_case_are_left_out_and_counted() -> None:
    loose = [Node(code(1, 99), 1, "", None, 1), Node(code(2, 99), 2, "", PackFlag.PARTIAL, 1)]
    relation = written([*loose, *case(), Node(code(1, 98), 1, "", None, 1)])
    assert relation.left_out == 3
    assert content(relation) == GOLDEN.read_bytes()


def test_nothing_is_written_of_no_case() -> None:
    assert written([]).parts == ()


def test_a_pack_before_its_parent_is_a_fault_of_the_caller() -> None:
    with pytest.raises(ValueError, match="does not stand behind"):
        written([case()[0], case()[2]])


@given(number=st.integers(1, 60), limit=st.integers(10_000, 20_000))
def test_parts_keep_below_the_limit_cut_no_family_and_tell_everything(number: int, limit: int) -> None:
    relation = written(list(cases(number)), replace(STANDARD, limit=limit))
    codes: list[str] = []
    for place, part in enumerate(relation.parts):
        data = content(relation, place)
        found = re.findall(r'curCode="(\d+)" packLayer="(\d)"', data.decode())
        assert len(data) <= limit
        assert found[0][1] == "3"
        assert len(found) % 9 == 0
        assert part.all == len(found)
        codes += [value for value, _ in found]
    assert codes == [node.code for node in cases(number)]


def test_parts_are_numbered_and_a_single_one_is_not() -> None:
    parts = written(list(cases(40)), replace(STANDARD, limit=20_000)).parts
    assert [part.name for part in parts] == [
        "Relation_L02707_20160203100000_01.xml",
        "Relation_L02707_20160203100000_02.xml",
    ]
    assert written(case()).parts[0].name == "Relation_L02707_20160203100000.xml"


def test_a_lot_with_signs_that_no_file_may_have_still_names_one() -> None:
    facts = replace(FACTS, batches={1: replace(BATCH, lot="A/1*?")})
    part = write_relation(case(), facts, replace(STANDARD, file_name=FileName.PLAIN), AT).parts[0]
    assert part.name == "A_1___RelationCreate.xml"


def test_a_case_larger_than_the_limit_is_not_cut() -> None:
    unit = case()[2]
    large = [*case()[:2], *(replace(unit, code=code(1, number)) for number in range(500))]
    relation = written([*large, *case(2)], replace(STANDARD, limit=10_000))
    assert [part.all for part in relation.parts] == [502, 9]


@pytest.mark.parametrize("profile", PROFILES[:3], ids=lambda profile: profile.name)
def test_what_was_written_reads_back_as_the_packs_that_it_was_written_of(profile: RelationProfile) -> None:
    nodes = list(cases(30))
    relation = written(nodes, replace(profile, limit=10_000))
    expected = expected_rows(nodes, FACTS, profile)
    for place, part in enumerate(relation.parts):
        stream = io.BytesIO(content(relation, place))
        require_same(stream, part.name, expected, part.all, FACTS, profile)
    require_end("last", expected)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('parentCode="81000220000000020001" flag="0"', 'parentCode="81000220000000010001" flag="0"'),
        ('packLayer="2"', 'packLayer="1"'),
        ('curCode="81000210000000030001"', 'curCode="81000210000000030002"'),
        ('flag="0"', 'flag="2"'),
        ('cascade="1:2:6"', 'cascade="1:2:3"'),
        ('batchNo="L02707"', 'batchNo="L02708"'),
        ('madeDate="2016-02-01"', 'madeDate="2016-02-02"'),
        (
            '<Code curCode="81000210000000060001" packLayer="1" parentCode="81000220000000020001" flag="0"/>',
            "",
        ),
    ],
)
def test_a_single_difference_from_the_database_is_found(old: str, new: str) -> None:
    data = GOLDEN.read_text("utf-8").replace(old, new, 1).encode()
    with pytest.raises(StorageError, match="differs from the database"):
        require_same(io.BytesIO(data), "f", expected_rows(case(), FACTS, STANDARD), 9, FACTS, STANDARD)


def test_a_family_that_no_part_tells_of_is_found() -> None:
    expected = expected_rows(list(cases(2)), FACTS, STANDARD)
    require_same(io.BytesIO(GOLDEN.read_bytes()), "f", expected, 9, FACTS, STANDARD)
    with pytest.raises(StorageError, match=f"expected {code(3, 2)}"):
        require_end("f", expected)


def test_families_are_the_packs_that_lie_in_no_other_with_all_in_them() -> None:
    assert [len(family) for family in families([*case(1), *case(2), Node(code(1, 99), 1, "", None, 1)])] == [
        9,
        9,
        1,
    ]


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.name)
def test_a_profile_is_the_same_after_writing_and_reading(profile: RelationProfile) -> None:
    assert RelationProfile.from_json(profile.as_json()) == profile


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "no JSON"),
        ("[]", "no JSON object"),
        ('{"colour": 1}', "no switch “colour”"),
        ('{"encoding": "utf-16"}', "expected utf-8, gb2312, gb18030"),
        ('{"limit": "4 MB"}', "expected int"),
        ('{"limit": true}', "expected int"),
        ('{"limit": 5}', "holds no case"),
    ],
)
def test_a_profile_that_is_none_is_refused(text: str, told: str) -> None:
    with pytest.raises(InputError, match=told):
        RelationProfile.from_json(text)


def test_a_profile_is_named_or_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "shanghai.json"
    path.write_text(json.dumps({"name": "shanghai", "upwards": False}))
    assert profile_of(str(path)) == replace(STANDARD, name="shanghai", upwards=False)
    with pytest.raises(InputError, match="choose one of standard"):
        profile_of("stranger")
