"""Compares what the program says of packs with what is physically so, and tells every difference."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from desktop.packing.model import Node
from desktop.products.code_pool import CodeState
from desktop.texts import Text, say


@dataclass(frozen=True, slots=True)
class Truth:
    """What is physically so.

    Attributes:
        parents: what lies in each box, by place.
        loose: packs that lie in no box and hold nothing.
        scrapped, sampled: labels that are destroyed, and packs that the laboratory took.
    """

    parents: Mapping[str, Sequence[str]]
    loose: Sequence[str]
    scrapped: Sequence[str]
    sampled: Sequence[str]

    def with_all_of(self, other: "Truth") -> "Truth":
        """Return both together."""
        return Truth(
            {**self.parents, **other.parents},
            (*self.loose, *other.loose),
            (*self.scrapped, *other.scrapped),
            (*self.sampled, *other.sampled),
        )

    def unordered(self) -> "Truth":
        """Return it with what lies in each box sorted, for who tells no places."""
        return replace(self, parents={box: sorted(packs) for box, packs in self.parents.items()})

    def as_json(self) -> dict[str, object]:
        """Return it as plain values."""
        return {
            "parents": {parent: list(children) for parent, children in self.parents.items()},
            "loose": list(self.loose),
            "scrapped": list(self.scrapped),
            "sampled": list(self.sampled),
        }


def tree_differences(truth: Truth, told: Iterable[tuple[str, str]], where: str) -> list[Text]:
    """Compare boxes and what lies in them, in its order.

    Args:
        truth: what is so.
        told: code and parent of each pack that lies in another, in the order of packing.
        where: who tells it: the database, a file.
    """
    found: dict[str, list[str]] = {}
    for code, parent in told:
        found.setdefault(parent, []).append(code)
    return [
        say(
            "{where}: {parent} holds {found}, physically {expected}.",
            where=where,
            parent=parent,
            found=", ".join(found.get(parent, ())) or "-",
            expected=", ".join(truth.parents.get(parent, ())) or "-",
        )
        for parent in sorted({*found, *truth.parents})
        if list(found.get(parent, ())) != list(truth.parents.get(parent, ()))
    ]


def in_boxes(nodes: Iterable[Node]) -> Iterable[tuple[str, str]]:
    """Return code and parent of each pack of a tree that lies in another."""
    return ((node.code, node.parent) for node in nodes if node.parent)


def state_differences(truth: Truth, states: Mapping[str, CodeState], came_out: frozenset[str]) -> list[Text]:
    """Compare the state of each code with what became of its label.

    Args:
        truth: what is so.
        states: of all codes of the order's print jobs.
        came_out: whole labels that came out of the printers.
    """
    expected: dict[str, frozenset[CodeState]] = {}
    inside = {child for children in truth.parents.values() for child in children}
    for code in states:
        expected[code] = _NOT_THERE
    expected |= dict.fromkeys(came_out, _LOOSE)
    expected |= dict.fromkeys(truth.parents, _LOOSE | _PACKED) | dict.fromkeys(inside, _PACKED)
    expected |= dict.fromkeys(truth.scrapped, _SPOILED) | dict.fromkeys(truth.sampled, _SAMPLED)
    return [
        say(
            "{code} is {found} in the database, physically {expected}.",
            code=code,
            found=states[code].value if code in states else "-",
            expected=" / ".join(sorted(wanted)),
        )
        for code, wanted in sorted(expected.items())
        if states.get(code) not in wanted
    ]


_NOT_THERE = frozenset({CodeState.ALLOCATED, CodeState.VOID})
_LOOSE = frozenset({CodeState.PRINTED, CodeState.VERIFIED})
_PACKED = frozenset({CodeState.PACKED})
_SPOILED = frozenset({CodeState.SPOILED})
_SAMPLED = frozenset({CodeState.SAMPLED})
