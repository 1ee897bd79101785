"""Two designs compared, in words: element by element, attribute by attribute."""

from collections.abc import Iterable, Iterator
from dataclasses import fields, replace

from desktop.labels.attribute_names import name_of, worded
from desktop.labels.document import LabelDesign, Layer
from desktop.labels.elements import Element
from desktop.labels.fields import OwnField
from desktop.texts import Text, say

_OF_THE_LABEL = (
    "title",
    "notes",
    "width_mm",
    "height_mm",
    "stock",
    "ink",
    "resolutions",
    "font_family",
    "font_digest",
)
_Named = Element | Layer | OwnField


def differences(older: LabelDesign, newer: LabelDesign) -> tuple[Text, ...]:
    """Say in how far ``newer`` is another design than ``older``; nothing where both are the same.

    Not compared are the names of the designs, as copies have other names, and guides, which print nothing.
    An element that has only another name is told as renamed.
    """
    return (
        *_changed(say("The label"), older, newer, _OF_THE_LABEL),
        *_of_elements(older.elements, newer.elements),
        *_of_order(older.in_drawing_order, newer.in_drawing_order),
        *_of_layers(older.layers, newer.layers),
        *_of_fields(older.own_fields, newer.own_fields),
        *_of_samples(dict(older.sample), dict(newer.sample)),
    )


def _of_elements(older: tuple[Element, ...], newer: tuple[Element, ...]) -> Iterator[Text]:
    before = {element.name: element for element in older}
    after = {element.name: element for element in newer}
    gone = [element for element in older if element.name not in after]
    renamed: set[str] = set()
    for name, element in after.items():
        if name in before:
            yield from _of_element(before[name], element)
            continue
        twin = next((old for old in gone if replace(old, name=name) == element), None)
        if twin is None:
            yield say("{subject} is new.", subject=_element(name))
        else:
            gone.remove(twin)
            renamed.add(twin.name)
            yield say("{subject} is now called “{name}”.", subject=_element(twin.name), name=name)
    for element in gone:
        yield say("{subject} was removed.", subject=_element(element.name))


def _of_element(old: Element, new: Element) -> Iterator[Text]:
    subject = _element(old.name)
    if type(old) is not type(new):
        yield say("{subject} is an element of another kind now.", subject=subject)
        return
    yield from _changed(subject, old, new, [field.name for field in fields(old)])


def _of_order(older: tuple[Element, ...], newer: tuple[Element, ...]) -> Iterator[Text]:
    both = {element.name for element in older} & {element.name for element in newer}
    before = [element.name for element in older if element.name in both]
    after = [element.name for element in newer if element.name in both]
    if before != after:
        yield say("The elements lie above each other in another order.")


def _of_layers(older: tuple[Layer, ...], newer: tuple[Layer, ...]) -> Iterator[Text]:
    return _of_named(
        {layer.name: layer for layer in older},
        {layer.name: layer for layer in newer},
        {layer.name: say("Layer “{name}”", name=layer.name) for layer in (*older, *newer)},
    )


def _of_fields(older: tuple[OwnField, ...], newer: tuple[OwnField, ...]) -> Iterator[Text]:
    return _of_named(
        {field.name: field for field in older},
        {field.name: field for field in newer},
        {field.name: say("Field “{name}”", name=field.name) for field in (*older, *newer)},
    )


def _of_named(
    before: dict[str, Layer] | dict[str, OwnField],
    after: dict[str, Layer] | dict[str, OwnField],
    subjects: dict[str, Text],
) -> Iterator[Text]:
    for name, subject in subjects.items():
        if name not in before:
            yield say("{subject} is new.", subject=subject)
        elif name not in after:
            yield say("{subject} was removed.", subject=subject)
        else:
            names = [field.name for field in fields(before[name])]
            yield from _changed(subject, before[name], after[name], names)


def _of_samples(before: dict[str, str], after: dict[str, str]) -> Iterator[Text]:
    for name in {**before, **after}:
        old, new = before.get(name, ""), after.get(name, "")
        if old != new:
            yield say(
                "Sample value of {field}: {old} → {new}",
                field=f"{{{name}}}",
                old=worded("text", old),
                new=worded("text", new),
            )


def _changed(subject: Text, old: object, new: object, attributes: Iterable[str]) -> Iterator[Text]:
    for attribute in attributes:
        before, after = getattr(old, attribute), getattr(new, attribute)
        if before != after:
            yield say(
                "{subject}, {attribute}: {old} → {new}",
                subject=subject,
                attribute=name_of(attribute),
                old=worded(attribute, before),
                new=worded(attribute, after),
            )


def _element(name: str) -> Text:
    return say("Element “{name}”", name=name)
