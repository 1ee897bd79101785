"""Two designs, or two revisions of one, side by side: in words and as a picture of the dots that differ."""

from dataclasses import dataclass

from desktop.errors import PackmarkError
from desktop.labels.comparison import differences
from desktop.labels.document import LabelDesign
from desktop.labels.image import rows_of
from desktop.labels.image_difference import Dots, difference_png
from desktop.labels.layout import plan_labels
from desktop.operations.label_values import SPECIMEN_MARK
from desktop.texts import Text, say
from desktop.units import Resolution

COMPARED_AT = Resolution(12)
"""Where nobody says for which printer two designs are compared."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two designs.

    Attributes:
        words: one sentence a difference; empty if there is none.
        picture: PNG: black what both have, red what only the older has, blue what only the newer has. None
            where one of them cannot be drawn; then ``words`` says why.
        differing_dots: of the picture.
        resolution: of the picture.
    """

    words: tuple[Text, ...]
    picture: bytes | None
    differing_dots: int
    resolution: Resolution

    @property
    def same(self) -> bool:
        """Whether nothing at all differs."""
        return not self.words and not self.differing_dots


def compare(older: LabelDesign, newer: LabelDesign, resolution: Resolution = COMPARED_AT) -> Comparison:
    """Compare two designs. Both are drawn with the same values: samples of the newer before the older's."""
    words = differences(older, newer)
    values = {"specimen": SPECIMEN_MARK} | older.sample_values | newer.sample_values
    try:
        before, after = (_drawn(design, resolution, values) for design in (older, newer))
    except PackmarkError as error:
        trouble = say("There is no picture of the difference: {reason}", reason=error.text)
        return Comparison((*words, trouble), None, 0, resolution)
    picture, dots = difference_png(before, after, resolution)
    return Comparison(words, picture, dots, resolution)


def _drawn(design: LabelDesign, resolution: Resolution, values: dict[str, str]) -> Dots:
    # Not checked against the rules, which costs more than drawing and is not asked here.
    known = {name: value for name, value in values.items() if name in design.field_names}
    plan = plan_labels(design, resolution, known)
    rows = rows_of(plan.static, plan.width_dots, plan.height_dots)
    return plan.width_dots, plan.height_dots, rows
