"""Which elements must stand together and which may not, judged over all carriers of one item.

Source: GS1 Barcode Syntax Dictionary ("Invalid and mandatory AI pairings should be evaluated over the
combined data received from all GS1 carriers marking a physical item").
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from desktop.codes.gs1.faults import FaultCode
from desktop.codes.gs1.table import Identifier, Partners, identifiers, meant_by
from desktop.texts import Text, say

Pair = tuple[str, str]
"""An AI and its value."""


@dataclass(frozen=True, slots=True)
class ItemFault:
    """What does not fit together on one item.

    Attributes:
        carrier: index of the element string that holds the element, counted from 0.
        element: index of the element in it.
    """

    carrier: int
    element: int
    code: FaultCode
    message: Text


def inner_faults(pairs: Sequence[Pair]) -> Iterator[ItemFault]:
    """Find what cannot stand in one element string, whatever else is on the item."""
    yield from _repeated(pairs)
    yield from _excluded([pairs])


def item_faults(carriers: Sequence[Sequence[Pair]]) -> Iterator[ItemFault]:
    """Find what does not fit together over all carriers of one item."""
    for carrier, pairs in enumerate(carriers):
        for fault in _repeated(pairs):
            yield ItemFault(carrier, fault.element, fault.code, fault.message)
    yield from _excluded(carriers)
    yield from _contradicting(carriers)
    yield from missing_partners(carriers)


def missing_partners(carriers: Sequence[Sequence[Pair]]) -> Iterator[ItemFault]:
    """Find elements whose required partner is on none of the carriers."""
    present = _present(carriers)
    for carrier, pairs in enumerate(carriers):
        for index, (ai, _) in enumerate(pairs):
            identifier = identifiers()[ai]
            if identifier.requires and not any(_stands(group, present) for group in identifier.requires):
                yield ItemFault(carrier, index, FaultCode.MISSING_PARTNER, _missing(identifier))


def _present(carriers: Iterable[Sequence[Pair]]) -> set[str]:
    return {ai for pairs in carriers for ai, _ in pairs}


def _stands(group: Partners, present: set[str]) -> bool:
    return all(not present.isdisjoint(meant_by(pattern)) for pattern in group)


def _missing(identifier: Identifier) -> Text:
    groups = [" + ".join(f"({ai})" for ai in group) for group in identifier.requires]
    partners: Text | str = groups[-1]
    if len(groups) > 1:
        partners = say("{others} or {last}", others=", ".join(groups[:-1]), last=groups[-1])
    return say(
        "({ai}) {title} needs {partners} on the same item.",
        ai=identifier.ai,
        title=identifier.title,
        partners=partners,
    )


def _repeated(pairs: Sequence[Pair]) -> Iterator[ItemFault]:
    seen: dict[str, str] = {}
    for index, (ai, value) in enumerate(pairs):
        if ai in seen:
            yield ItemFault(0, index, FaultCode.DUPLICATE, _twice(ai, seen[ai], value))
        else:
            seen[ai] = value


def _twice(ai: str, first: str, second: str) -> Text:
    title = identifiers()[ai].title
    if first == second:
        return say("({ai}) {title} stands twice: {value}. Once is enough.", ai=ai, title=title, value=first)
    return say(
        "({ai}) {title} stands twice: {first} and {second}. Only one can be right.",
        ai=ai,
        title=title,
        first=first,
        second=second,
    )


def _excluded(carriers: Sequence[Sequence[Pair]]) -> Iterator[ItemFault]:
    present = _present(carriers)
    for carrier, pairs in enumerate(carriers):
        for index, (ai, _) in enumerate(pairs):
            identifier = identifiers()[ai]
            for pattern in identifier.excludes:
                for other in sorted((meant_by(pattern) & present) - {ai}):
                    text = say(
                        "({ai}) {title} and ({other}) {other_title} may not be on the same item.",
                        ai=ai,
                        title=identifier.title,
                        other=other,
                        other_title=identifiers()[other].title,
                    )
                    yield ItemFault(carrier, index, FaultCode.EXCLUDED_PARTNER, text)


def _contradicting(carriers: Sequence[Sequence[Pair]]) -> Iterator[ItemFault]:
    seen: dict[str, str] = {}
    for carrier, pairs in enumerate(carriers):
        for index, (ai, value) in enumerate(pairs):
            if carrier and seen.get(ai, value) != value:
                text = say(
                    "({ai}) {title} is {first} on one symbol and {second} on another of the same item.",
                    ai=ai,
                    title=identifiers()[ai].title,
                    first=seen[ai],
                    second=value,
                )
                yield ItemFault(carrier, index, FaultCode.CONFLICT, text)
        for ai, value in pairs:
            seen.setdefault(ai, value)
