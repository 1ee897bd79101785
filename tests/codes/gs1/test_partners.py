"""Required and excluded partners: every case that the dictionary names."""

from collections.abc import Iterator

import pytest

from desktop.codes.gs1 import Element, ElementString, FaultCode, build, check_item, explain, parse
from desktop.codes.gs1.partners import ItemFault, item_faults
from desktop.codes.gs1.table import identifiers, meant_by
from desktop.errors import InputError
from desktop.texts import CHINESE
from tests.codes.gs1.samples import GTIN, SSCC, valid_values
from tests.refusals import refusal_of


def element(ai: str) -> Element:
    return Element(ai, valid_values(identifiers()[ai])[0])


def of(faults: Iterator[ItemFault], carriers: list[list[Element]], ai: str, code: FaultCode) -> bool:
    """Tell whether one of the faults has this code and is about this AI."""
    return any(carriers[fault.carrier][fault.element].ai == ai and fault.code is code for fault in faults)


REQUIRING = [
    (row.ai, group)
    for row in identifiers().values()
    for group in row.requires
    if row.ai[-1] in "05" or len(row.ai) < 4
]
EXCLUDING = [
    (row.ai, other)
    for row in identifiers().values()
    for pattern in row.excludes
    for other in sorted(meant_by(pattern) - {row.ai})[:2]
]


def test_the_cases_are_hundreds() -> None:
    assert len(REQUIRING) > 300
    assert len(EXCLUDING) > 500


@pytest.mark.parametrize("ai", sorted({ai for ai, _ in REQUIRING}))
def test_an_element_alone_lacks_its_partner(ai: str) -> None:
    carriers = [[element(ai)]]
    assert of(item_faults(carriers), carriers, ai, FaultCode.MISSING_PARTNER)


@pytest.mark.parametrize(("ai", "group"), REQUIRING)
def test_an_element_has_its_partner_on_the_same_or_another_carrier(ai: str, group: tuple[str, ...]) -> None:
    partners = [element(sorted(meant_by(pattern))[0]) for pattern in group]
    for carriers in (
        [[element(ai), *partners]],
        [partners, [element(ai)]],
        [[element(ai)], *([one] for one in partners)],
    ):
        assert not of(item_faults(carriers), carriers, ai, FaultCode.MISSING_PARTNER)
    if len(group) > 1:
        without_one = [[element(ai), *partners[1:]]]
        assert of(item_faults(without_one), without_one, ai, FaultCode.MISSING_PARTNER)


@pytest.mark.parametrize(("ai", "other"), EXCLUDING)
def test_two_that_exclude_each_other_are_found_on_one_and_on_two_carriers(ai: str, other: str) -> None:
    for carriers in ([[element(ai), element(other)]], [[element(other)], [element(ai)]]):
        assert of(item_faults(carriers), carriers, ai, FaultCode.EXCLUDED_PARTNER)


def test_a_case_with_two_symbols_is_judged_as_one_item() -> None:
    first = parse(f"(00){SSCC}")
    second = parse(f"(02){GTIN}(37)400", whole_item=False)
    assert check_item([first, second]) == ()
    alone = check_item([second])
    assert [(fault.carrier, fault.element, str(fault.message)) for fault in alone] == [
        (0, 1, "(37) COUNT needs (00) + (02) or (00) + (8026) on the same item.")
    ]


def test_two_symbols_of_one_item_may_repeat_but_not_contradict_each_other() -> None:
    first, second = parse(f"(01){GTIN}(10)A"), parse(f"(01){GTIN}(10)B")
    assert check_item([first, first]) == ()
    (fault,) = check_item([first, second])
    assert (fault.code, fault.carrier, fault.element) == (FaultCode.CONFLICT, 1, 1)
    assert str(fault.message) == "(10) BATCH/LOT is A on one symbol and B on another of the same item."
    assert "同一物品" in fault.message.in_language(CHINESE)


def test_two_decimal_places_of_one_measure_exclude_each_other_but_one_does_not_exclude_itself() -> None:
    assert explain(f"(01){GTIN}(3100)000195").valid
    found = explain(f"(01){GTIN}(3100)000195(3103)000195")
    assert {fault.code for fault in found.faults} == {FaultCode.EXCLUDED_PARTNER}


def test_a_part_of_an_item_is_built_without_its_partner_only_on_request() -> None:
    pairs = [("10", "L02707"), ("21", "A1")]
    assert build(pairs, whole_item=False).raw == "10L02707\x1d21A1"
    assert refusal_of(lambda: build(pairs)) == (
        "(10) BATCH/LOT needs (01), (02), (03), (8006) or (8026) on the same item.\n"
        "(21) SERIAL needs (01), (03) or (8006) on the same item."
    )


@pytest.mark.parametrize(
    ("pairs", "sentence"),
    [
        ([], "An element string needs at least one element."),
        ([("05", "1")], "(05) is no application identifier (AI) of GS1."),
        ([("01", "06932833600108")], "(01) GTIN: check digit is 8, must be 9."),
        ([("01", GTIN), ("01", GTIN)], f"(01) GTIN stands twice: {GTIN}. Once is enough."),
        ([("21", "A"), ("235", "B"), ("01", GTIN)], "(21) SERIAL and (235) TPX may not be on the same item."),
    ],
)
def test_an_element_string_cannot_be_made_wrong(pairs: list[tuple[str, str]], sentence: str) -> None:
    assert refusal_of(lambda: build(pairs)) == sentence
    assert refusal_of(lambda: ElementString(tuple(Element(*pair) for pair in pairs)), InputError)
