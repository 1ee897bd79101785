"""Draws all templates with their sample values on one sheet: ``python -m tests.contact_sheet FILE.png``."""

import sys
from pathlib import Path

from PIL import Image

import label_templates
from desktop.labels.codec import load
from desktop.labels.image import rows_of
from desktop.labels.layout import plan_labels
from desktop.units import Resolution

_RESOLUTION = Resolution(12)
_SHRUNK = 4
"""12 dots/mm of the printer are 3 of the sheet."""
_WIDTH = 1400
_GAP = 14
_GREY = 205


def label(name: str) -> Image.Image:
    """Draw one template."""
    design = load(label_templates.read_text(name))
    plan = plan_labels(design, _RESOLUTION, design.sample_values)
    width, height = plan.width_dots, plan.height_dots
    rows = rows_of(plan.primitives(plan.fill({})), width, height)
    picture = Image.frombytes("1", (width, height), rows, "raw", "1;I").convert("L")
    return picture.resize((width // _SHRUNK, height // _SHRUNK), Image.Resampling.BOX)


def sheet(labels: list[Image.Image]) -> Image.Image:
    """Lay labels out in columns of like width, the next one where most room is left."""
    bottoms = [_GAP] * _WIDTH
    placed = []
    for picture in sorted(labels, key=lambda one: (-one.height, -one.width)):
        room = picture.width + _GAP
        left = min(range(_GAP, _WIDTH - room + 1), key=lambda x: (max(bottoms[x : x + room]), x))
        top = max(bottoms[left : left + room])
        bottoms[left : left + room] = [top + picture.height + _GAP] * room
        placed.append((picture, (left, top)))
    whole = Image.new("L", (_WIDTH, max(bottoms)), _GREY)
    for picture, place in placed:
        whole.paste(picture, place)
    return whole


def main(path: Path) -> None:
    """Write the sheet."""
    # 16 greys are enough for black type on white, and half the bytes.
    drawn = sheet([label(name) for name in label_templates.names()])
    drawn.quantize(16).save(path, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
