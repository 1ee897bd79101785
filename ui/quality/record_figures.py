"""The figures that stand in a grade record, for a table."""

import json
from dataclasses import dataclass, replace

from desktop.grading.formal import PASSES_FROM
from desktop.grading.words import LINEAR_KEYS
from desktop.products.quality import GradeRecord, Source
from desktop.texts import Text, say
from ui.quality.grade_words import mark_of, parameter_title
from ui.wording import Mark

_NAMES = {key: str(name) for name, key in LINEAR_KEYS.items()}


@dataclass(frozen=True, slots=True)
class Figure:
    """One line: what was measured, its value, and its grade where it has one."""

    name: Text
    value: str
    grade: float | None
    least: float = PASSES_FROM

    @property
    def mark(self) -> Mark:
        """How it is marked."""
        return mark_of(self.grade, self.least)


def figures_of(record: GradeRecord) -> tuple[Figure, ...]:
    """Return the figures of a record; a verifier's have its own names."""
    if not record.details:
        return ()
    details = json.loads(record.details)
    if record.source is Source.VERIFIER:
        return tuple(Figure(say("{name}", name=name), str(value), None) for name, value in details.items())
    told = details["parameters"]
    return tuple(
        replace(_figure(key.removesuffix("_grade"), told), least=record.minimum)
        for key in told
        if key.endswith("_grade")
    )


def _figure(key: str, told: dict[str, object]) -> Figure:
    percent, plain, grade = told.get(f"{key}_pct"), told.get(key), told[f"{key}_grade"]
    value = ""
    if isinstance(percent, int | float):
        value = f"{percent:.1f} %"
    elif isinstance(plain, int | float):
        value = f"{plain:.1f}"
    return Figure(
        parameter_title(_NAMES.get(key, key)), value, grade if isinstance(grade, int | float) else None
    )
