"""The published schema of label designs, judged by somebody else's validator."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

import label_templates
import resources
from desktop.labels.codec import content_of, load
from desktop.labels.document import LabelDesign
from desktop.labels.schema import PUBLISHED, dump_schema, schema
from tests.labels.documents import designs, png

VALIDATOR = Draft202012Validator(schema())


def content(**changes: Any) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(label_templates.read_text("drug_code_b"))
    return made | {"format": 2} | changes


def test_the_published_schema_is_that_of_the_classes() -> None:
    assert resources.read_text(PUBLISHED) == dump_schema(), "run python -m tests.labels.write_schema"


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(schema())


@given(designs())
def test_every_design_keeps_the_schema(made: LabelDesign) -> None:
    VALIDATOR.validate(json.loads(json.dumps(content_of(made))))


def test_every_template_keeps_the_schema() -> None:
    for name in label_templates.names():
        VALIDATOR.validate(content_of(load(label_templates.read_text(name))))


@pytest.mark.parametrize(
    "changes",
    [
        {"format": 3},
        {"width_mm": 4},
        {"width_mm": "50"},
        {"script": "rm"},
        {"stock": "red"},
        {"name": "a.b"},
        {"sample": {"lot": 5}},
        {"elements": [{"type": "photo"}]},
        {"elements": [{"type": "line", "name": "l", "x_mm": 0, "y_mm": 0, "length_mm": 5}]},
        {
            "elements": [
                {
                    "type": "picture",
                    "name": "p",
                    "x_mm": 0,
                    "y_mm": 0,
                    "width_mm": 5,
                    "height_mm": 5,
                    "png": "file:///etc/passwd",
                }
            ]
        },
    ],
)
def test_what_the_program_refuses_for_its_shape_breaks_the_schema(changes: dict[str, Any]) -> None:
    VALIDATOR.validate(content())
    assert not VALIDATOR.is_valid(content(**changes))


def test_a_picture_keeps_the_schema() -> None:
    design = load(json.dumps(content()))
    picture = {"type": "picture", "name": "p", "x_mm": 0, "y_mm": 0, "width_mm": 5, "height_mm": 5}
    VALIDATOR.validate(content_of(replace(design, elements=())) | {"elements": [picture | {"png": png()}]})
