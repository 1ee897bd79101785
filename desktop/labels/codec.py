"""Label designs as JSON files. What comes from a file is hostile until it is a ``LabelDesign``.

The file is one object with ``"format": 2``; every other key is an attribute of ``LabelDesign``, each
element an object with its ``"type"`` and the attributes of its class. Keys that are not known are
refused, since ignoring them would print another label than the one that was drawn. Attributes that have
their default are not written. Format 1 had fewer attributes and no other meaning of any.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from enum import IntEnum, StrEnum
from functools import cache
from typing import Any, NoReturn, TypeVar, cast, get_args, get_origin, get_type_hints

from desktop.errors import InputError
from desktop.labels.document import MOST_ELEMENTS, LabelDesign
from desktop.labels.elements import (
    BoxElement,
    CodeBlock,
    Element,
    EllipseElement,
    LineElement,
    PictureElement,
    SymbolElement,
    TextElement,
)
from desktop.texts import Text, say

FORMAT = 2
"""The version this program writes. Every older one is read, newer ones are refused."""

MOST_BYTES = 16_000_000

ELEMENT_TYPES: Mapping[str, type[Element]] = {
    "text": TextElement,
    "code_block": CodeBlock,
    "line": LineElement,
    "symbol": SymbolElement,
    "box": BoxElement,
    "ellipse": EllipseElement,
    "picture": PictureElement,
}
"""What stands as ``type`` of an element, and its class."""

MOST_ENTRIES = MOST_ELEMENTS
"""Of any list in a design; some may have fewer."""

_Made = TypeVar("_Made")
_NAMES: Mapping[type, str] = {kind: name for name, kind in ELEMENT_TYPES.items()}


def dump(design: LabelDesign) -> str:
    """Write a design as JSON text, always the same for the same design."""
    return json.dumps(content_of(design), ensure_ascii=False, indent=2) + "\n"


def content_of(design: LabelDesign) -> dict[str, Any]:
    """Return what ``dump`` writes, as a JSON object."""
    content: dict[str, Any] = {"format": FORMAT} | written(design)
    content["sample"] = dict(design.sample)
    content["elements"] = content.pop("elements")  # at the end: it is the longest
    return content


def written(value: object) -> Any:
    """Return the JSON form of an element or of an attribute of a design (of ``sample``: a list of pairs)."""
    if isinstance(value, tuple):
        return [written(item) for item in value]
    if not is_dataclass(value) or isinstance(value, type):
        return value
    content: dict[str, object] = {}
    if type(value) in _NAMES:
        content["type"] = _NAMES[type(value)]
    numbers = _numbers(type(value))
    for field in fields(value):
        found = getattr(value, field.name)
        if field.name in numbers:
            found = float(found)  # 5 and 5.0 are one length, and equal designs have equal files
        if field.default is MISSING or found != field.default:
            content[field.name] = written(found)
    return content


@cache
def _numbers(kind: type) -> frozenset[str]:
    return frozenset(name for name, hint in get_type_hints(kind).items() if hint is float)


def load(content: str | bytes) -> LabelDesign:
    """Read a design from JSON.

    Raises:
        InputError: it is no design, or one of a newer format; the text names the place in the file, such
            as ``$.elements[2].size_mm``.
    """
    return design_of(parse_json(content, MOST_BYTES))


def design_of(content: object) -> LabelDesign:
    """Take a design out of parsed JSON. InputError as in ``load``."""
    document = _object(content, "$")
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
    if version not in range(1, FORMAT + 1) or isinstance(version, bool):
        _refuse("$.format", _unexpected(f"1 ... {FORMAT}", version))
    sample = _sample(document.pop("sample", {}), "$.sample")
    elements = _elements(_take(document, "elements", "$"))
    return _build(LabelDesign, document, "$", sample=sample, elements=elements)


def attribute_of(name: str, content: object, place: str) -> Any:
    """Take the value of an attribute of a design (not its elements) out of parsed JSON.

    Raises:
        InputError: it is none, or designs have no such attribute.
    """
    if name == "sample":
        return _sample(content, place)
    hints = get_type_hints(LabelDesign)
    if name not in hints or name == "elements":
        _refuse(place, say("the key {key} is not known.", key=repr(name[:40])))
    return _value(content, hints[name], place)


def parse_json(content: str | bytes, most: int) -> object:
    """Parse JSON that may be hostile: at most ``most`` characters, no key twice, no NaN, not too deep.

    Raises:
        InputError: it is something else.
    """
    if len(content) > most:
        raise InputError(say("A label design has at most {most} bytes; this file has more.", most=most))
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
    return tuple(element_of(entry, f"$.elements[{i}]") for i, entry in enumerate(content))


def element_of(content: object, place: str) -> Element:
    """Take an element out of parsed JSON. InputError: it is none; the text begins with ``place``."""
    found = _object(content, place)
    kind = found.pop("type", None)
    if not isinstance(kind, str) or kind not in ELEMENT_TYPES:
        _refuse(f"{place}.type", _unexpected(", ".join(ELEMENT_TYPES), kind))
    return _build(ELEMENT_TYPES[kind], found, place)


def _sample(content: object, place: str) -> tuple[tuple[str, str], ...]:
    found = _object(content, place)
    return tuple((name, _string(value, f"{place}.{name[:40]}")) for name, value in found.items())


def _build(kind: type[_Made], content: dict[str, object], place: str, **ready: object) -> _Made:
    """Make a value of the dataclass ``kind`` from a JSON object and attributes that are ready."""
    hints = get_type_hints(kind)
    attributes: dict[str, Any] = dict(ready)  # each is held to its hint right below
    for field in fields(cast("type[Any]", kind)):
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


def _value(value: object, kind: Any, place: str) -> object:
    if get_origin(kind) is tuple:
        return _list(value, get_args(kind)[0], place)
    if is_dataclass(kind):
        return _build(cast("type[Any]", kind), _object(value, place), place)
    if kind is bool:
        if not isinstance(value, bool):
            _refuse(place, _unexpected("true, false", value))
        return value
    if kind is float:
        return _number(value, place)
    if kind is int or issubclass(kind, IntEnum):
        return _whole(value, kind, place)
    text = _string(value, place)
    if issubclass(kind, StrEnum):
        if text not in set(kind):
            _refuse(place, _unexpected(", ".join(kind), text))
        return kind(text)
    return text


def _list(value: object, kind: Any, place: str) -> tuple[object, ...]:
    if not isinstance(value, list):
        _refuse(place, _unexpected("[...]", value))
    if len(value) > MOST_ENTRIES:
        _refuse(place, say("at most {most} entries are possible.", most=MOST_ENTRIES))
    return tuple(_value(item, kind, f"{place}[{i}]") for i, item in enumerate(value))


def _whole(value: object, kind: type[int], place: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        _refuse(place, _unexpected("123", value))
    if issubclass(kind, IntEnum):
        if value not in set(kind):
            _refuse(place, _unexpected(", ".join(str(int(one)) for one in kind), value))
        return kind(value)
    return value


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
