"""Reads an element string in any form and says all that is wrong with it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from desktop.codes.gs1.checks import lower_case_problem, value_problems
from desktop.codes.gs1.dates import date_of
from desktop.codes.gs1.element_string import Element, ElementString
from desktop.codes.gs1.faults import Fault, FaultCode, Located, Severity
from desktop.codes.gs1.partners import inner_faults, missing_partners
from desktop.codes.gs1.raw import swallowed
from desktop.codes.gs1.reading import Form, Reading, read
from desktop.codes.gs1.symbology import Symbology
from desktop.codes.gs1.table import GS, identifier_at
from desktop.errors import InputError
from desktop.texts import Text, say

SUSPECTS = ("10", "21")
"""AIs whose value may have swallowed what stood behind a lost separator without getting too long."""

_SHORTEST_LOT = 3
_SHORTEST_FOLLOWER = 6


@dataclass(frozen=True, slots=True)
class ExplainedElement:
    """One element and where its value stands in the given text."""

    ai: str
    value: str
    title: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a text says as an element string, and all that is wrong with it.

    Attributes:
        text: what was given.
        symbology: the symbol that was scanned, if the scanner said so.
        elements: what was understood, faults or not.
        faults: in the order of the text; they point into ``text``.
        element_string: None if there is an error.
        hri: the elements as they were understood.
        digital_link: None if there is an error or if they cannot be written as one.
    """

    text: str
    form: Form
    symbology: Symbology | None
    elements: tuple[ExplainedElement, ...]
    faults: tuple[Fault, ...]
    element_string: ElementString | None
    hri: str
    digital_link: str | None

    @property
    def valid(self) -> bool:
        """Whether there is no error; there may be warnings."""
        return self.element_string is not None

    @property
    def raw(self) -> str | None:
        """The data as a scanner sends it; None if there is an error."""
        return None if self.element_string is None else self.element_string.raw


def explain(
    text: str,
    *,
    whole_item: bool = True,
    today: date | None = None,
    capitals_only: frozenset[str] = frozenset(),
) -> Explanation:
    """Read a text as an element string and find everything that is wrong with it.

    Args:
        text: with brackets, raw, with a symbology identifier, or a Digital Link.
        whole_item: whether this carrier holds all that is on the item, so that partners must be in it.
        today: if given, dates are compared with it and with each other.
        capitals_only: AIs whose values may not hold lower-case letters.

    Raises:
        InputError: the text is no element string at all.
    """
    reading = read(text)
    faults = [*reading.faults, *_element_faults(reading.located, capitals_only)]
    faults += _partner_faults(reading.located, whole_item=whole_item)
    if reading.form in {Form.RAW, Form.BRACKETS}:
        faults += _suspicions(reading)
    if today is not None:
        faults += _date_faults(reading.located, today)
    faults.sort(key=lambda fault: (fault.start, fault.end))
    elements = tuple(Element(one.ai, one.value) for one in reading.located)
    wrong = not elements or any(fault.severity is Severity.ERROR for fault in faults)
    made = None if wrong else ElementString(elements)
    return Explanation(
        text=text,
        form=reading.form,
        symbology=reading.symbology,
        elements=tuple(
            ExplainedElement(one.ai, one.value, one.identifier.title, one.start, one.end)
            for one in reading.located
        ),
        faults=tuple(faults),
        element_string=made,
        hri="".join(f"({ai}){value}" for ai, value in elements),
        digital_link=None if made is None else _link(made),
    )


def parse(text: str, *, whole_item: bool = True) -> ElementString:
    """Read an element string in any form.

    Args:
        text: with brackets, raw, with a symbology identifier, or a Digital Link.
        whole_item: whether this carrier holds all that is on the item, so that partners must be in it.

    Raises:
        InputError: it is none, or something is wrong with it; each error is told.

    >>> parse("010693283360010910L02707").hri
    '(01)06932833600109(10)L02707'
    """
    made = _quickly(read(text), whole_item=whole_item)
    if made is not None:
        return made
    explanation = explain(text, whole_item=whole_item)
    if explanation.element_string is not None:
        return explanation.element_string
    errors = [fault.message for fault in explanation.faults if fault.severity is Severity.ERROR]
    raise InputError(errors[0], errors[1:])


def _quickly(reading: Reading, *, whole_item: bool) -> ElementString | None:
    """Make the value at once if nothing is wrong; None if it must be looked at closely."""
    if reading.faults:
        return None
    try:
        made = ElementString(tuple(Element(one.ai, one.value) for one in reading.located))
    except InputError:
        return None
    if whole_item and any(missing_partners([made.elements])):
        return None
    return made


def _link(made: ElementString) -> str | None:
    try:
        return made.digital_link()
    except InputError:
        return None


def _element_faults(located: Sequence[Located], capitals_only: frozenset[str]) -> Iterator[Fault]:
    for one in located:
        for problem in value_problems(one.identifier, one.value):
            yield one.fault(problem)
        if one.ai in capitals_only:
            problem_of_case = lower_case_problem(one.value)
            if problem_of_case is not None:
                yield one.fault(problem_of_case)


def _partner_faults(located: Sequence[Located], *, whole_item: bool) -> Iterator[Fault]:
    pairs = [(one.ai, one.value) for one in located]
    found = [*inner_faults(pairs), *(missing_partners([pairs]) if whole_item else ())]
    for fault in found:
        one = located[fault.element]
        yield Fault(fault.code, fault.message, one.ai_start, one.end)


def _suspicions(reading: Reading) -> Iterator[Fault]:
    """Look for a lot or serial number of legal length that may have swallowed another element.

    In raw data only the last element and those before a separator can have done so; they are all that are
    looked at, since only values without predefined length are suspects.
    """
    seen = {one.ai for one in reading.located}
    for one in reading.located:
        if one.ai not in SUSPECTS or len(one.value) > one.identifier.longest:
            continue
        length = swallowed(one.identifier, one.value, seen)
        if length is None or length < _SHORTEST_LOT:
            continue
        follower = identifier_at(one.value, length)
        assert follower is not None
        value = one.value[length + len(follower.ai) :]
        if follower.ai not in {"10", "21", "11", "17"} or len(value) < _SHORTEST_FOLLOWER:
            continue
        yield _suspicion(reading.form, one, length, follower.ai, value)


def _suspicion(form: Form, one: Located, length: int, ai: str, value: str) -> Fault:
    return Fault(
        FaultCode.SEPARATOR_SUSPECTED,
        say(
            "({ai}) {title}: {value} may be {first} and ({other}){second} with the separator lost between "
            "them. Compare with what is printed.",
            ai=one.ai,
            title=one.identifier.title,
            value=one.value,
            first=one.value[:length],
            other=ai,
            second=value,
        ),
        one.edges[length],
        one.edges[length + len(ai)],
        f"({ai})" if form is Form.BRACKETS else GS + ai,
        Severity.WARNING,
    )


def _date_faults(located: Sequence[Located], today: date) -> Iterator[Fault]:
    """Compare production and expiry with each other and with today."""
    dated = {
        one.ai: (one, date_of(one.value, today))
        for one in located
        if one.ai in {"11", "17"} and not value_problems(one.identifier, one.value)
    }
    if "17" in dated:
        one, expiry = dated["17"]
        if expiry < today:
            yield _date_fault(one, say("expired on {day}.", day=expiry.isoformat()))
        if "11" in dated and expiry <= dated["11"][1]:
            made = dated["11"][1].isoformat()
            yield _date_fault(
                one,
                say("{day} is not after the production date {made}.", day=expiry.isoformat(), made=made),
            )
    if "11" in dated and dated["11"][1] > today:
        one, made_on = dated["11"]
        yield _date_fault(one, say("{day} lies in the future.", day=made_on.isoformat()))


def _date_fault(one: Located, text: Text) -> Fault:
    message = say("({ai}) {title}: {problem}", ai=one.ai, title=one.identifier.title, problem=text)
    return Fault(FaultCode.DATE_ORDER, message, one.start, one.end, severity=Severity.WARNING)
