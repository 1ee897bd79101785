"""Checks one value: its length, its characters, and what its content must be."""

from desktop.codes.characters import are_digits, first_foreign, name_of
from desktop.codes.gs1.content import checks
from desktop.codes.gs1.dates import DATE_CHECKS, without_century
from desktop.codes.gs1.faults import FaultCode, Problem
from desktop.codes.gs1.table import CHARACTER_SETS, Component, Identifier
from desktop.texts import Text, say


def value_problems(identifier: Identifier, value: str) -> list[Problem]:
    """Return everything that is wrong with a value of this AI."""
    match = identifier.pattern.fullmatch(value)
    if match is None:
        return _shape_problems(identifier, value)
    known = checks()
    problems: list[Problem] = []
    for group, component in enumerate(identifier.components, start=1):
        part = match.group(group)
        if part is None:
            break
        for name in component.checks:
            problem = known[name](part)
            if problem is not None:
                problems.append(_moved(problem, match.start(group)))
                break
    return problems


def _moved(problem: Problem, by: int) -> Problem:
    if by == 0:
        return problem
    return Problem(
        problem.code, problem.text, problem.start + by, problem.end + by, problem.offer, problem.severity
    )


def _shape_problems(identifier: Identifier, value: str) -> list[Problem]:
    """Say why a value does not have the shape of its AI."""
    if not value:
        text = say("the value is missing; expected {expected}.", expected=_expected(identifier))
        return [Problem(FaultCode.VALUE_MISSING, text, 0, 0)]
    foreign = _foreign_characters(identifier, value)
    dated = _with_century(identifier, value)
    if dated is not None:
        return [*foreign, dated]
    if any(len(value) in lengths for lengths in identifier.lengths):
        return foreign
    return [*foreign, _wrong_length(identifier, value)]


def _wrong_length(identifier: Identifier, value: str) -> Problem:
    text = say(
        "{value} has {found} characters; expected {expected}.",
        value=value,
        found=len(value),
        expected=_expected(identifier),
    )
    if len(value) > identifier.longest:
        return Problem(FaultCode.VALUE_TOO_LONG, text, identifier.longest, len(value))
    if len(value) < identifier.shortest:
        return Problem(FaultCode.VALUE_TOO_SHORT, text, 0, len(value))
    return Problem(FaultCode.WRONG_LENGTH, text, 0, len(value))


def _with_century(identifier: Identifier, value: str) -> Problem | None:
    first = identifier.components[0]
    if not DATE_CHECKS.intersection(first.checks) or identifier.longest != 6:
        return None
    wanted = without_century(value)
    if wanted is None:
        return None
    return Problem(
        FaultCode.DATE_HAS_CENTURY,
        say("{value} has 8 digits, needs YYMMDD: {wanted}.", value=value, wanted=wanted),
        0,
        8,
        wanted,
    )


def _foreign_characters(identifier: Identifier, value: str) -> list[Problem]:
    problems: list[Problem] = []
    at = 0
    for component in identifier.components:
        last = component is identifier.components[-1]
        end = len(value) if last else at + component.longest
        problems += _foreign_in(component, value, at, end)
        at = end
    return problems


def _foreign_in(component: Component, value: str, start: int, end: int) -> list[Problem]:
    allowed = CHARACTER_SETS[component.kind]
    part = value[start:end]
    if (are_digits(part) and component.kind == "N") or first_foreign(part, allowed) is None:
        return []
    return [
        Problem(
            FaultCode.WRONG_CHARACTER,
            say(
                "character {position} is {character}; allowed are {allowed}.",
                position=start + index + 1,
                character=name_of(character),
                allowed=_allowed(component.kind),
            ),
            start + index,
            start + index + 1,
        )
        for index, character in enumerate(part)
        if character not in allowed
    ]


def _allowed(kind: str) -> Text:
    return {
        "N": say("the digits 0-9"),
        "X": say("digits, letters without accents and {signs}", signs="!\"%&'()*+,-./:;<=>?_"),
        "Y": say("digits, capital letters and {signs}", signs="# - /"),
        "Z": say("digits, letters, - and _"),
    }[kind]


def _expected(identifier: Identifier) -> Text:
    lengths = identifier.lengths
    if len(lengths) > 1:
        written = ", ".join(
            str(one.start) if len(one) == 1 else f"{one.start}-{one.stop - 1}" for one in lengths
        )
        return say("{lengths} characters", lengths=written)
    shortest, longest = lengths[0].start, lengths[0].stop - 1
    if identifier.numeric:
        if shortest == longest:
            return say("{length} digits", length=longest)
        return say("{shortest} to {longest} digits", shortest=shortest, longest=longest)
    if shortest == longest:
        return say("{length} characters", length=longest)
    return say("{shortest} to {longest} characters", shortest=shortest, longest=longest)


def lower_case_problem(value: str) -> Problem | None:
    """Say where the first lower-case letter stands, for those who agreed on capital letters."""
    for index, character in enumerate(value):
        if "a" <= character <= "z":
            return Problem(
                FaultCode.LOWER_CASE,
                say(
                    "character {position} is '{character}', a lower-case letter; "
                    "this profile allows capital letters only.",
                    position=index + 1,
                    character=character,
                ),
                index,
                index + 1,
                character.upper(),
            )
    return None
