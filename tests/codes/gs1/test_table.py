"""The table of application identifiers."""

import json

import pytest

import resources
from desktop.codes.gs1.content import checks
from desktop.codes.gs1.table import identifier_at, identifiers, meant_by
from resources.gs1.make import count, row_of, table_of

TABLE = resources.read_text("gs1/application_identifiers.json")


def test_the_table_holds_all_541_identifiers() -> None:
    assert len(identifiers()) == count(TABLE) == 541


def test_no_identifier_is_the_beginning_of_another() -> None:
    known = identifiers()
    assert [ai for ai in known for length in range(2, len(ai)) if ai[:length] in known] == []


def test_every_content_check_of_the_table_exists() -> None:
    named = {
        name
        for identifier in identifiers().values()
        for component in identifier.components
        for name in component.checks
    }
    assert named == set(checks())


def test_only_the_last_component_has_no_fixed_length() -> None:
    loose = [
        identifier.ai
        for identifier in identifiers().values()
        for component in identifier.components[:-1]
        if component.shortest != component.longest
    ]
    assert loose == []


def test_every_predefined_length_is_one_length() -> None:
    rows = [row for row in identifiers().values() if row.predefined]
    assert [row.ai for row in rows if row.shortest != row.longest] == []


def test_every_partner_that_is_named_exists() -> None:
    named = {
        pattern
        for row in identifiers().values()
        for pattern in (*row.excludes, *(ai for group in row.requires for ai in group))
    }
    assert [pattern for pattern in named if not meant_by(pattern) & set(identifiers())] == []


@pytest.mark.parametrize(
    ("ai", "lengths"),
    [
        ("01", [range(14, 15)]),
        ("10", [range(1, 21)]),
        ("423", [range(3, 4), range(6, 7), range(9, 10), range(12, 13), range(15, 16)]),
        ("8008", [range(8, 9), range(10, 11), range(12, 13)]),
        ("253", [range(13, 31)]),
        ("8043", [range(18, 21)]),
    ],
)
def test_an_identifier_knows_which_lengths_its_value_may_have(ai: str, lengths: list[range]) -> None:
    assert list(identifiers()[ai].lengths) == lengths


def test_an_identifier_is_found_in_data() -> None:
    data = "3103000195"
    found = identifier_at(data, 0)
    assert found is not None
    assert (found.ai, found.title) == ("3103", "NET WEIGHT (kg)")
    assert identifier_at("05", 0) is None
    assert identifier_at("0", 0) is None


def test_a_line_of_the_dictionary_becomes_a_row() -> None:
    line = "8006   ?  N14,csum,gcppos2 N4,pieceoftotal   ex=01,03,37 dlpkey=22,10,21|235   # ITIP"
    assert row_of(line) == {
        "ai": "8006",
        "title": "ITIP",
        "format": "N14,csum,gcppos2 N4,pieceoftotal",
        "predefined": False,
        "query": True,
        "excludes": ["01", "03", "37"],
        "qualifiers": [["22", "10", "21"], ["235"]],
    }
    assert row_of("400 X..30")["title"] == ""
    assert row_of("250 ? X..30 req=01+21,03+21 # S")["requires"] == ["01+21", "03+21"]


def test_two_requirements_of_one_identifier_are_noticed_when_the_table_is_made() -> None:
    with pytest.raises(ValueError, match="two requirements"):
        row_of("37 N..8 req=00 req=02 # COUNT")


def test_the_table_that_is_kept_says_where_it_comes_from() -> None:
    assert "Apache License, Version 2.0" in json.loads(TABLE)["note"]
    assert json.loads(table_of("# comment\n\n91-99 ? X..90 # INTERNAL\n"))["identifiers"][0]["ai"] == "91-99"
