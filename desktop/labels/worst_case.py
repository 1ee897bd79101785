"""The worst case of a design: the longest values that its fields can have, for sizes and findings.

A matrix symbol keeps one size over a job, so that size must take the longest data of all its labels; and
a text that fits with a short lot must fit with the longest.
"""

from collections.abc import Iterable, Mapping
from itertools import groupby

from desktop.labels.document import LabelDesign, fields_of
from desktop.labels.elements import CodeBlock, SymbolElement
from desktop.labels.field_values import longest_value, rules_of
from desktop.labels.fields import OPTIONAL_FIELDS

Cost = tuple[float, float]


def worst_case(
    design: LabelDesign, shared: Mapping[str, str], values: Iterable[Mapping[str, str]] = ()
) -> dict[str, str]:
    """Return, for each field that the design uses, the value that costs most.

    What a value costs is, for fields that a symbol encodes, what it takes there, else what it takes on paper;
    the values of different fields may come from different labels.

    Args:
        design: the design.
        shared: values that are the same on all labels.
        values: those of each label, read once and one by one; fields of which they have none get the
            longest value of their kind.
    """
    encoded = _encoded_fields(design)
    wanted = sorted(design.used_fields - shared.keys())
    worst: dict[str, str] = {}
    costs: dict[str, Cost] = {}
    for label in values:
        for name in wanted:
            value = label.get(name, "")
            if not value or value == worst.get(name):
                continue
            cost = _cost(value, encoded=name in encoded)
            if cost > costs.get(name, (0.0, 0.0)):
                worst[name], costs[name] = value, cost
    rules = rules_of(design)
    for name in wanted:
        if name not in worst:
            worst[name] = "" if name in OPTIONAL_FIELDS else longest_value(rules[name])
    return dict(shared) | worst


def _encoded_fields(design: LabelDesign) -> frozenset[str]:
    return frozenset[str]().union(
        *(fields_of(one) for one in design.elements if isinstance(one, SymbolElement | CodeBlock))
    )


def _cost(value: str, *, encoded: bool) -> Cost:
    paper = sum(1.0 if character.isascii() else 2.0 for character in value)
    return (codewords(value), paper) if encoded else (paper, codewords(value))


def codewords(value: str) -> float:
    """Return about how many codewords of a DataMatrix symbol a value takes; other symbols order alike.

    It is the shorter of two encodations of ISO/IEC 16022: ASCII (a pair of digits, or one character, a
    codeword; beyond ASCII two) and C40 (three capitals or digits in two codewords; other characters count
    twice).

    >>> codewords("12345678"), codewords("ABCDEF"), codewords("abcdef")
    (4.0, 4.0, 6.0)
    """
    ascii_words = 0.0
    c40_words = 0.0
    for kind, run in groupby(value, key=_kind):
        count = len(list(run))
        ascii_words += (count + 1) // 2 if kind == "digit" else count if kind != "foreign" else 2 * count
        c40_words += count * {"digit": 2 / 3, "capital": 2 / 3, "other": 4 / 3, "foreign": 8 / 3}[kind]
    return min(ascii_words, c40_words)


def _kind(character: str) -> str:
    if not character.isascii():
        return "foreign"
    if character.isdigit():
        return "digit"
    return "capital" if character.isupper() or character == " " else "other"
