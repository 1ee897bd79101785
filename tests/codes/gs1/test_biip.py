"""biip, which has a table of its own, reads the same elements; its known gaps are pinned here."""

import pytest
from biip import ParseError
from biip.gs1_application_identifiers import _GS1_APPLICATION_IDENTIFIERS
from biip.gs1_element_strings import GS1ElementString
from biip.gs1_messages import GS1Message

from desktop.codes.gs1 import parse
from desktop.codes.gs1.table import Identifier, identifiers
from tests.codes.gs1.samples import GTIN, is_wrong, valid_values


@pytest.mark.parametrize("identifier", identifiers().values(), ids=lambda row: row.ai)
def test_biip_reads_every_identifier_as_we_do(identifier: Identifier) -> None:
    for value in valid_values(identifier):
        assert not is_wrong(identifier, value)
        if identifier.ai == "7007" and len(value) == 12:
            continue  # biip's gap: it takes the second date for a time
        found = GS1ElementString.parse(identifier.ai + value)
        assert (found.ai.ai, found.value) == (identifier.ai, value)
        assert found.ai.separator_required is not identifier.predefined


def test_biip_knows_the_same_identifiers() -> None:
    assert set(_GS1_APPLICATION_IDENTIFIERS) == set(identifiers())


@pytest.mark.parametrize("gap", ["01" + GTIN[:-1] + "8", "00069328336000000018"])
def test_biip_lets_wrong_check_digits_pass_and_we_do_not(gap: str) -> None:
    assert GS1Message.parse(gap).element_strings[0].value == gap[2:]
    assert is_wrong(identifiers()[gap[:2]], gap[2:])


def test_biip_knows_no_partners() -> None:
    assert GS1Message.parse("21ABC").element_strings[0].value == "ABC"


def test_biip_refuses_a_range_of_harvest_dates() -> None:
    with pytest.raises(ParseError):
        GS1ElementString.parse("7007280229280301")
    assert parse(f"(01){GTIN}(7007)280229280301").value_of("7007") == "280229280301"
