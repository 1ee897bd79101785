"""An element string: AIs and their values, valid once it exists."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from desktop.codes.gs1.brackets import escaped
from desktop.codes.gs1.checks import value_problems
from desktop.codes.gs1.digital_link import CANONICAL, write_link
from desktop.codes.gs1.faults import Severity, said_of
from desktop.codes.gs1.partners import ItemFault, inner_faults, item_faults, missing_partners
from desktop.codes.gs1.table import GS, identifiers
from desktop.errors import InputError
from desktop.texts import Text, say

_KEYS_FIRST = ("00", "01", "02", "03")


class Element(NamedTuple):
    """One AI and its value."""

    ai: str
    value: str

    @property
    def title(self) -> str:
        """The GS1 data title of the AI."""
        return identifiers()[self.ai].title


@dataclass(frozen=True, slots=True)
class ElementString:
    """The elements of one carrier, in the order in which they are encoded.

    Every value is right by itself, no AI comes twice, and no two exclude each other. Whether a partner is
    missing can only be judged over all carriers of an item: see ``check_item``.

    Raises:
        InputError: it is not valid; each fault is told.
    """

    elements: tuple[Element, ...]

    def __post_init__(self) -> None:
        faults = list(_faults(self.elements))
        if faults:
            raise InputError(faults[0], faults[1:])

    @property
    def raw(self) -> str:
        """The data as a scanner sends it, without symbology identifier; GS (ASCII 29) is the separator."""
        last = len(self.elements) - 1
        return "".join(
            ai + value + ("" if index == last or identifiers()[ai].predefined else GS)
            for index, (ai, value) in enumerate(self.elements)
        )

    @property
    def brackets(self) -> str:
        r"""AIs in brackets, as zxing-cpp's writer takes it; a bracket inside a value is ``\(``."""
        return "".join(f"({ai}){escaped(value)}" for ai, value in self.elements)

    @property
    def square_brackets(self) -> str:
        """AIs in square brackets, as zint's and zxing-cpp's writers take it; no value can hold one."""
        return "".join(f"[{ai}]{value}" for ai, value in self.elements)

    @property
    def hri(self) -> str:
        """The human-readable interpretation, for the line under the symbol."""
        return "".join(f"({ai}){value}" for ai, value in self.elements)

    def digital_link(self, domain: str = CANONICAL) -> str:
        """Write it as a GS1 Digital Link.

        Args:
            domain: scheme, host and, if wanted, the beginning of a path.

        Raises:
            InputError: no element is a key for the path, or one has no place in a Digital Link.
        """
        return write_link(self.elements, domain)

    def value_of(self, ai: str) -> str | None:
        """Return the value of an AI, None if it is not there."""
        return next((value for found, value in self.elements if found == ai), None)


def _faults(elements: Sequence[Element]) -> Iterable[Text]:
    if not elements:
        yield say("An element string needs at least one element.")
    known = identifiers()
    for ai, value in elements:
        identifier = known.get(ai)
        if identifier is None:
            yield say("({ai}) is no application identifier (AI) of GS1.", ai=ai)
            return
        for problem in value_problems(identifier, value):
            if problem.severity is Severity.ERROR:
                yield said_of(identifier, problem.text)
    for fault in inner_faults(elements):
        yield fault.message


def build(
    pairs: Iterable[tuple[str, str]], *, keep_order: bool = False, whole_item: bool = True
) -> ElementString:
    """Make an element string from AIs and values.

    Args:
        pairs: AI (with or without brackets) and value.
        keep_order: keep the order given; else values of predefined length come first, the item's own
            number before all, so that as few separators as possible are needed.
        whole_item: whether this carrier holds all that is on the item, so that partners must be in it.

    Raises:
        InputError: an element is wrong, or they do not fit together.

    >>> build([("10", "L02707"), ("17", "200131"), ("01", "06932833600109")]).hri
    '(01)06932833600109(17)200131(10)L02707'
    """
    elements = [Element(re.sub(r"^\(|\)$", "", ai), value) for ai, value in pairs]
    known = identifiers()
    if not keep_order and all(element.ai in known for element in elements):
        elements.sort(key=lambda one: (one.ai not in _KEYS_FIRST, not known[one.ai].predefined))
    made = ElementString(tuple(elements))
    if whole_item:
        missing = [fault.message for fault in missing_partners([made.elements])]
        if missing:
            raise InputError(missing[0], missing[1:])
    return made


def check_item(strings: Sequence[ElementString]) -> tuple[ItemFault, ...]:
    """Check all carriers of one item together: partners, exclusions and contradictions."""
    return tuple(item_faults([string.elements for string in strings]))
