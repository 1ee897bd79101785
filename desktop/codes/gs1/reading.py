"""Finds out in which form an element string was given, and takes it apart into elements."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from desktop.codes.characters import OUTER_SPACE, are_digits
from desktop.codes.gs1.brackets import BRACKETED_AI, read_brackets
from desktop.codes.gs1.digital_link import LINK, read_link
from desktop.codes.gs1.faults import Fault, Located
from desktop.codes.gs1.raw import brackets_in_data, read_raw, split_swallowed
from desktop.codes.gs1.separators import with_separators
from desktop.codes.gs1.source import Source, shown
from desktop.codes.gs1.symbology import Symbology, not_gs1, symbology_of
from desktop.codes.gs1.table import identifiers
from desktop.errors import InputError
from desktop.texts import say


class Form(StrEnum):
    """How an element string was written."""

    RAW = "raw"
    BRACKETS = "brackets"
    DIGITAL_LINK = "digital_link"
    GTIN_SYMBOL = "gtin_symbol"


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found in a text, before it was checked."""

    form: Form
    symbology: Symbology | None
    located: Sequence[Located]
    faults: Sequence[Fault]


def read(text: str) -> Reading:
    """Take apart a text in any of the forms.

    Raises:
        InputError: it is no element string at all.
    """
    start = len(text) - len(text.lstrip(OUTER_SPACE))
    end = max(start, len(text.rstrip(OUTER_SPACE)))
    if start == end:
        raise InputError(say("No element string was given: expected such as (01)06932833600109(10)L02707."))
    source = Source.part_of(text, start, end)
    if source.data[0] == "]":
        return _read_scan(source)
    if LINK.match(source.data):
        return _read_link(source, None)
    if BRACKETED_AI.match(source.data):
        source, written = with_separators(source)
        located, faults = read_brackets(source)
        located, lost = split_swallowed(located)
        return Reading(Form.BRACKETS, None, located, [*written, *faults, *lost])
    return _read_raw(source, None)


def _read_scan(source: Source) -> Reading:
    row = symbology_of(source.data[:3])
    rest = source.tail(3)
    if LINK.match(rest.data):
        return _read_link(rest, row)
    if row.twin:
        raise InputError(not_gs1(row))
    if row.digits:
        return _read_gtin(rest, row)
    if BRACKETED_AI.match(rest.data):
        located, faults = read_brackets(rest)
        return Reading(Form.RAW, row, located, [brackets_in_data(rest, located), *faults])
    return _read_raw(rest, row)


def _read_link(source: Source, symbology: Symbology | None) -> Reading:
    located, faults = read_link(source)
    return Reading(Form.DIGITAL_LINK, symbology, located, faults)


def _read_gtin(source: Source, row: Symbology) -> Reading:
    digits = source.data
    if len(digits) != row.digits or not are_digits(digits):
        raise InputError(
            say(
                "{identifier} is {name}: expected {expected} digits, found “{found}”.",
                identifier=row.identifier,
                name=row.name,
                expected=row.digits,
                found=shown(digits),
            )
        )
    first = source.places[0]
    edges = [*[first] * (14 - row.digits), *source.places]
    gtin = Located(identifiers()["01"], digits.zfill(14), first, edges)
    return Reading(Form.GTIN_SYMBOL, row, [gtin], [])


def _read_raw(source: Source, symbology: Symbology | None) -> Reading:
    separated, written = with_separators(source)
    located, faults = read_raw(separated)
    if not located:
        raise InputError(
            say(
                "Not a GS1 element string: “{found}” does not start with an application identifier (AI). "
                "Expected such as (01)06932833600109(10)L02707, the same without brackets as a scanner sends "
                "it, or a GS1 Digital Link.",
                found=shown(source.data[:20]) + ("…" if len(source.data) > 20 else ""),
            )
        )
    return Reading(Form.RAW, symbology, located, [*written, *faults])
