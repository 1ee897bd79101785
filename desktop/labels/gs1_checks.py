"""Element strings of all symbols of a label, judged together: partners, exclusions, contradictions."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from desktop.codes.gs1 import Element, ElementString, check_item
from desktop.codes.gs1.table import GS, identifier_at
from desktop.errors import InputError
from desktop.labels.findings import Finding, Severity
from desktop.labels.primitives import Bars, Matrix
from desktop.symbols.symbology import is_link
from desktop.texts import say

_SOURCE = "GS1 Barcode Syntax Dictionary"


@lru_cache(maxsize=512)
def elements_of(raw: str) -> tuple[Element, ...]:
    r"""Take an element string apart that a symbol carries; what is none gives what was understood.

    >>> elements_of("10A1\x1d17300131")
    (Element(ai='10', value='A1'), Element(ai='17', value='300131'))
    """
    found = []
    place = 0
    while place < len(raw):
        identifier = identifier_at(raw, place)
        if identifier is None:
            break
        start = place + len(identifier.ai)
        separator = raw.find(GS, start)
        end = len(raw) if separator < 0 else separator
        if identifier.predefined:
            end = min(end, start + identifier.longest)
        found.append(Element(identifier.ai, raw[start:end]))
        place = end + (raw[end : end + 1] == GS)
    return tuple(found)


def check_elements(symbols: Iterable[Bars | Matrix]) -> Iterator[Finding]:
    """Yield what does not fit together over all symbols of a label."""
    carriers = []
    strings = []
    for symbol in symbols:
        if not symbol.symbology.gs1 or is_link(symbol.data):
            continue
        try:
            strings.append(_string(symbol.data))
        except InputError as error:
            yield _finding("element-value", symbol, error)
        else:
            carriers.append(symbol)
    for fault in check_item(strings):
        yield _finding("gs1-partners", carriers[fault.carrier], InputError(fault.message))


@lru_cache(maxsize=512)
def _string(raw: str) -> ElementString:
    return ElementString(elements_of(raw))


def _finding(rule: str, symbol: Bars | Matrix, error: InputError) -> Finding:
    return Finding(
        rule,
        Severity.ERROR,
        symbol.element,
        symbol.data,
        "",
        "",
        _SOURCE,
        say('The data of "{element}": {reason}', element=symbol.element, reason=error.text),
        symbol.area,
    )
