"""Label designs as JSON files. What comes from a file is hostile until it is a ``LabelDesign``.

The file is one object with ``"format": 1``; every other key is an attribute of ``LabelDesign``, each
element an object with its ``"type"`` and the attributes of its class. Keys that are not known are
refused, since ignoring them would print another label than the one that was drawn.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import MISSING, fields
from enum import StrEnum
from typing import Any, NoReturn, TypeVar, get_type_hints

from desktop.errors import InputError
from desktop.labels.document import (
    MOST_ELEMENTS,
    BoxElement,
    CodeBlock,
    Element,
    LabelDesign,
    LineElement,
    TextElement,
    Title,
)
from desktop.texts import Text, say

FORMAT = 1
"""The version this program writes. Every older one is read, newer ones are refused."""

MOST_BYTES = 1_000_000

_TYPES: Mapping[str, type[Element]] = {
    "text": TextElement,
    "code_block": CodeBlock,
    "line": LineElement,
    "box": BoxElement,
}
_Made = TypeVar("_Made", bound=Element | Title | LabelDesign)
_NAMES = {kind: name for name, kind in _TYPES.items()}


def dump(design: LabelDesign) -> str:
    """Write a design as JSON text, always the same for the same design."""
    content: dict[str, object] = {
        "format": FORMAT,
        "name": design.name,
        "title": {"en": design.title.en, "zh": design.title.zh},
        "width_mm": design.width_mm,
        "height_mm": design.height_mm,
        "font_family": design.font_family,
        "sample": dict(design.sample),
        "elements": [
            {"type": _NAMES[type(element)]}
            | {field.name: getattr(element, field.name) for field in fields(element)}
            for element in design.elements
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def load(content: str | bytes) -> LabelDesign:
    """Read a design from JSON.

    Raises:
        InputError: it is no design, or one of a newer format; the text names the place in the file, such
            as ``$.elements[2].size_mm``.
    """
    document = _object(_parse(content), "$")
    version = document.pop("format", None)
    if isinstance(version, int) and not isinstance(version, bool) and version > FORMAT:
        _refuse(
            "$.format",
            say(
                "the design was made by a newer version of the program (format {found}, this one reads up "
                "to {known}).",
                found=version,
                known=FORMAT,
            ),
        )
    if version != FORMAT or isinstance(version, bool):
        _refuse("$.format", _unexpected(str(FORMAT), version))
    title = _build(Title, _object(_take(document, "title", "$"), "$.title"), "$.title")
    sample = _sample(document.pop("sample", {}))
    elements = _elements(_take(document, "elements", "$"))
    return _build(LabelDesign, document, "$", title=title, sample=sample, elements=elements)


def _parse(content: str | bytes) -> object:
    if len(content) > MOST_BYTES:
        raise InputError(say("A label design has at most {most} bytes; this file has more.", most=MOST_BYTES))
    try:
        text = content if isinstance(content, str) else content.decode("utf-8-sig")
        return json.loads(text, parse_constant=_no_constant, object_pairs_hook=_no_duplicates)
    except RecursionError as error:
        raise InputError(say("This is no label design: it is nested too deeply.")) from error
    except ValueError as error:  # JSON and UTF-8 errors are both ValueErrors
        raise InputError(
            say("This is no label design: it is not JSON in UTF-8 ({reason}).", reason=error)
        ) from error


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON number")


def _no_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return found


def _elements(content: object) -> tuple[Element, ...]:
    if not isinstance(content, list):
        _refuse("$.elements", _unexpected("[...]", content))
    if len(content) > MOST_ELEMENTS:
        _refuse("$.elements", say("at most {most} elements are possible.", most=MOST_ELEMENTS))
    return tuple(_element(entry, f"$.elements[{i}]") for i, entry in enumerate(content))


def _element(content: object, place: str) -> Element:
    found = _object(content, place)
    kind = found.pop("type", None)
    if not isinstance(kind, str) or kind not in _TYPES:
        _refuse(f"{place}.type", _unexpected(", ".join(_TYPES), kind))
    return _build(_TYPES[kind], found, place)


def _sample(content: object) -> tuple[tuple[str, str], ...]:
    found = _object(content, "$.sample")
    return tuple((name, _string(value, f"$.sample.{name}")) for name, value in found.items())


def _build(kind: type[_Made], content: dict[str, object], place: str, **ready: object) -> _Made:
    """Make a value of the dataclass ``kind`` from a JSON object and attributes that are ready."""
    hints = get_type_hints(kind)
    attributes: dict[str, Any] = dict(ready)  # each is held to its hint right below
    for field in fields(kind):
        if field.name in attributes:
            continue
        if field.name in content:
            attributes[field.name] = _value(
                content.pop(field.name), hints[field.name], f"{place}.{field.name}"
            )
        elif field.default is MISSING:
            _refuse(place, say('the key "{key}" is missing.', key=field.name))
    for key in content:
        _refuse(place, say("the key {key} is not known.", key=repr(key[:40])))
    try:
        return kind(**attributes)
    except InputError as error:
        _refuse(place, error.text)


def _value(value: object, kind: type, place: str) -> object:
    if kind is bool:
        if not isinstance(value, bool):
            _refuse(place, _unexpected("true, false", value))
        return value
    if kind is float:
        return _number(value, place)
    text = _string(value, place)
    if issubclass(kind, StrEnum):
        if text not in set(kind):
            _refuse(place, _unexpected(", ".join(kind), text))
        return kind(text)
    return text


def _number(value: object, place: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        _refuse(place, _unexpected("123.4", value))
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        _refuse(place, say("the number is too large."))
    return number


def _string(value: object, place: str) -> str:
    if not isinstance(value, str):
        _refuse(place, _unexpected('"..."', value))
    return value


def _object(value: object, place: str) -> dict[str, object]:
    if not isinstance(value, dict):
        _refuse(place, _unexpected("{...}", value))
    return dict(value)


def _take(content: dict[str, object], key: str, place: str) -> object:
    if key not in content:
        _refuse(place, say('the key "{key}" is missing.', key=key))
    return content.pop(key)


def _unexpected(expected: str, found: object) -> Text:
    shown = (
        "{...}" if isinstance(found, dict) else "[...]" if isinstance(found, list) else json.dumps(found)[:60]
    )
    return say("expected {expected}, found {found}.", expected=expected, found=shown)


def _refuse(place: str, reason: Text) -> NoReturn:
    raise InputError(say("Label design, {place}: {reason}", place=place, reason=reason))
