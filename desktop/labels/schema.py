"""The JSON Schema of label designs, made from the very classes that read them.

It is published as ``resources/schemas/label-design.schema.json`` for whoever writes designs with other
programs. What a schema cannot say (that names differ, that fields exist, that an element string is right)
is told by the program when it opens the design.
"""

import json
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import IntEnum, StrEnum
from typing import Any, cast, get_args, get_origin, get_type_hints

from desktop.labels.codec import ELEMENT_TYPES, FORMAT, MOST_ENTRIES
from desktop.labels.document import (
    LEAST_SIZE_MM,
    MOST_ELEMENTS,
    MOST_HEIGHT_MM,
    MOST_WIDTH_MM,
    LabelDesign,
)
from desktop.labels.elements import Element
from desktop.labels.fields import OwnField
from desktop.labels.limits import MOST_CHARACTERS, MOST_PICTURE_CHARACTERS, PNG_BEGINS, RANGES

PUBLISHED = "schemas/label-design.schema.json"
"""Where it stands among the resources."""

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_NAME = {"type": "string", "minLength": 1, "maxLength": 60, "pattern": r"^[^.]*[^.\s][^.]*$"}
_OWN: Mapping[tuple[type, str], dict[str, Any]] = {
    (LabelDesign, "width_mm"): {"type": "number", "minimum": LEAST_SIZE_MM, "maximum": MOST_WIDTH_MM},
    (LabelDesign, "height_mm"): {"type": "number", "minimum": LEAST_SIZE_MM, "maximum": MOST_HEIGHT_MM},
    (OwnField, "name"): {"type": "string", "maxLength": 40, "pattern": "^[a-z][a-z_]*$"},
    (LabelDesign, "sample"): {
        "type": "object",
        "additionalProperties": {"type": "string", "maxLength": MOST_CHARACTERS},
    },
    (LabelDesign, "elements"): {
        "type": "array",
        "maxItems": MOST_ELEMENTS,
        "items": {"oneOf": [{"$ref": f"#/$defs/{name}"} for name in ELEMENT_TYPES]},
    },
}
_BY_NAME: Mapping[str, dict[str, Any]] = {
    "name": _NAME,
    "stock": {"type": "string", "pattern": "^#[0-9a-f]{6}$"},
    "ink": {"type": "string", "pattern": "^#[0-9a-f]{6}$"},
    "longest": {"type": "integer", "minimum": 1, "maximum": 500},
    "level": {"enum": ["L", "M", "Q", "H"]},
    "png": {
        "type": "string",
        "contentEncoding": "base64",
        "contentMediaType": "image/png",
        "pattern": f"^{PNG_BEGINS}[A-Za-z0-9+/]*={{0,2}}$",
        "maxLength": MOST_PICTURE_CHARACTERS,
    },
}


def schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of the format that this program writes."""
    made = _object(LabelDesign, {"format": {"const": FORMAT}})
    return {
        "$schema": _DIALECT,
        "title": "Packmark label design",
        "description": "Lengths are in millimetres from the upper left corner of the label.",
        **made,
        "$defs": {
            name: _object(kind, {"type": {"const": name}}, description=_first_line(kind))
            for name, kind in ELEMENT_TYPES.items()
        },
    }


def dump_schema() -> str:
    """Return the schema as the text of its file."""
    return json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"


def _object(kind: type[Any], before: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    hints = get_type_hints(kind)
    known: tuple[Field[Any], ...] = fields(kind)
    return more | {
        "type": "object",
        "additionalProperties": False,
        "required": [*before, *(field.name for field in known if field.default is MISSING)],
        "properties": {
            **before,
            **{field.name: _attribute(kind, field, hints[field.name]) for field in known},
        },
    }


def _attribute(kind: type[Any], field: Field[Any], hint: Any) -> dict[str, Any]:
    made = _OWN.get((kind, field.name)) or _BY_NAME.get(field.name) if hint is not bool else None
    made = dict(made or _value(field.name, hint))
    if field.default is not MISSING and isinstance(field.default, str | float | int | bool):
        made["default"] = field.default
    return made


def _value(name: str, hint: Any) -> dict[str, Any]:
    if get_origin(hint) is tuple:
        return {"type": "array", "maxItems": MOST_ENTRIES, "items": _value(name, get_args(hint)[0])}
    if is_dataclass(hint):
        return _object(cast("type[Any]", hint), {})
    if hint is bool:
        return {"type": "boolean"}
    if hint is float:
        low, high = RANGES[name]
        return {"type": "number", "minimum": low, "maximum": high}
    if issubclass(hint, IntEnum):
        return {"enum": [int(one) for one in hint]}
    if hint is int:
        return {"type": "integer"}
    if issubclass(hint, StrEnum):
        return {"enum": [str(one) for one in hint]}
    return {"type": "string", "maxLength": MOST_CHARACTERS}


def _first_line(kind: type[Element]) -> str:
    return (kind.__doc__ or "").partition("\n")[0]
