"""A design written as its difference to the one before, as the history needs it. Hostile until read.

An object of the attributes that changed. ``elements`` is a list of elements that are new or changed, and of
pairs (first, behind the last) of those that were there before. Pictures are left out and named by their
digest: moving one must not write it again.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import fields, replace
from functools import lru_cache
from typing import Any, NoReturn

from desktop.errors import InputError
from desktop.labels.codec import attribute_of, content_of, design_of, element_of, written
from desktop.labels.document import MOST_ELEMENTS, LabelDesign
from desktop.labels.elements import Element, PictureElement
from desktop.texts import say


def difference(before: LabelDesign | None, after: LabelDesign) -> dict[str, Any]:
    """Return what is to be written of ``after``; all of it if there is none before."""
    if before is None:
        return content_of(after) | {"elements": [_element(one) for one in after.elements]}
    changed: dict[str, Any] = {}
    for field in fields(LabelDesign):
        value = getattr(after, field.name)
        if value == getattr(before, field.name):
            continue
        if field.name == "elements":
            changed["elements"] = _elements(before.elements, after.elements)
        else:
            changed[field.name] = dict(value) if field.name == "sample" else written(value)
    return changed


def pictures_of(before: LabelDesign | None, after: LabelDesign) -> dict[str, str]:
    """Return the pictures that ``difference`` left out, by their digest."""
    known = set() if before is None else {id(one) for one in before.elements}
    return {
        _digest(one.png): one.png
        for one in after.elements
        if isinstance(one, PictureElement) and id(one) not in known
    }


def applied(
    before: LabelDesign | None, content: Mapping[str, Any], pictures: Mapping[str, Any]
) -> LabelDesign:
    """Return the design that ``difference`` wrote.

    Raises:
        InputError: the content is not what ``difference`` writes, or no design comes of it.
    """
    if before is None:
        entries = content.get("elements")
        if not isinstance(entries, list):
            _refuse()
        return design_of({**content, "elements": [_with_picture(entry, pictures) for entry in entries]})
    changes: dict[str, Any] = {
        name: _kept(before.elements, value, pictures)
        if name == "elements"
        else attribute_of(name, value, f"$.{name[:40]}")
        for name, value in content.items()
    }
    return replace(before, **changes)


def _elements(before: tuple[Element, ...], after: tuple[Element, ...]) -> list[Any]:
    places = {id(one): index for index, one in enumerate(before)}
    entries: list[Any] = []
    for one in after:
        index = places.get(id(one))
        if index is None:
            entries.append(_element(one))
        elif entries and isinstance(entries[-1], list) and entries[-1][1] == index:
            entries[-1][1] = index + 1
        else:
            entries.append([index, index + 1])
    return entries


def _element(one: Element) -> dict[str, Any]:
    content: dict[str, Any] = written(one)
    if isinstance(one, PictureElement):
        content["png"] = _digest(one.png)
    return content


def _kept(before: tuple[Element, ...], entries: object, pictures: Mapping[str, Any]) -> tuple[Element, ...]:
    if not isinstance(entries, list):
        _refuse()
    elements: list[Element] = []
    for entry in entries:
        match entry:
            case [int(first), int(end)] if 0 <= first < end <= len(before):
                elements.extend(before[first:end])
            case dict():
                elements.append(element_of(_with_picture(entry, pictures), "$.elements"))
            case _:
                _refuse()
        if len(elements) > MOST_ELEMENTS:
            _refuse()
    return tuple(elements)


def _with_picture(entry: object, pictures: Mapping[str, Any]) -> object:
    match entry:
        case {"type": "picture", "png": str(digest), **others} if digest in pictures:
            return {**others, "type": "picture", "png": pictures[digest]}
    return entry


@lru_cache(maxsize=64)
def _digest(png: str) -> str:
    return hashlib.sha256(png.encode()).hexdigest()


def _refuse() -> NoReturn:
    raise InputError(say("This is no history of a label design, or it is damaged."))
