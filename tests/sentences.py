"""Finds every sentence that the program can say, and every Chinese wording there is for one."""

import ast
import json
import string
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SAYING = ("say", "say_count")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One template in the source. ``values`` are the names it is given, None if that cannot be read."""

    template: str
    values: frozenset[str] | None
    place: str


@dataclass(frozen=True, slots=True)
class Wording:
    """One entry of a catalogue."""

    template: str
    chinese: str
    place: str


def sentences(source: str, name: str) -> tuple[list[Sentence], list[str]]:
    """Return the sentences in ``source``, and the places where one cannot be read."""
    found: list[Sentence] = []
    faults: list[str] = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.ImportFrom(module="desktop.texts", names=names):
                faults += [
                    f"{name}:{node.lineno} renames {alias.name}"
                    for alias in names
                    if alias.asname and alias.name in SAYING
                ]
            case ast.Call(func=ast.Name(id="say" | "say_count" as function)):
                place = f"{name}:{node.lineno}"
                wanted = node.args[: 1 if function == "say" else 2]
                values = _values(node, function)
                for argument in wanted:
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                        found.append(Sentence(argument.value, values, place))
                    else:
                        faults.append(f"{place} says what is not a literal")
    return found, faults


def _values(call: ast.Call, function: str) -> frozenset[str] | None:
    names = [keyword.arg for keyword in call.keywords]
    if None in names:
        return None
    given = frozenset(name for name in names if name)
    return given | {"n"} if function == "say_count" else given


def placeholders(template: str) -> frozenset[str]:
    """Return the names that ``template`` fills in.

    Raises:
        ValueError: a placeholder is not a plain name, or braces do not match.
    """
    names = frozenset(name for _, name, _, _ in string.Formatter().parse(template) if name is not None)
    for name in names:
        if not name.isidentifier():
            raise ValueError(f"{{{name}}} in {template!r} is not a plain name")
    return names


def wordings(path: Path) -> Iterator[Wording]:
    """Yield the entries of one catalogue, those that stand twice in it twice."""
    entries: object = json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=list)
    assert isinstance(entries, list), f"{path.name} must be one JSON object"
    for template, chinese in entries:
        assert isinstance(chinese, str), f"{path.name}: {template!r} has no text"
        yield Wording(template, chinese, path.name)
