"""What a printer draws: boxes, pictures and linear symbols, each by itself on a canvas."""

from dataclasses import dataclass

from printers.emulators.canvas import Canvas
from printers.emulators.zpl_graphics import Graphic, code_128_modules


@dataclass(frozen=True, slots=True)
class Place:
    """Where a linear symbol stands: its upper left corner as it lies on the label."""

    x: int
    y: int
    module_dots: int
    height: int
    orientation: str = "N"
    """N upright, R, I and B turned clockwise by 90, 180 and 270 degrees."""


@dataclass(frozen=True, slots=True)
class Block:
    """A box (^GB)."""

    x: int
    y: int
    width: int
    height: int
    thickness: int

    def draw(self, canvas: Canvas) -> None:
        """Draw the frame, filled where its sides meet."""
        sides = min(self.thickness, self.width), min(self.thickness, self.height)
        canvas.fill(self.x, self.y, self.width, sides[1])
        canvas.fill(self.x, self.y + self.height - sides[1], self.width, sides[1])
        canvas.fill(self.x, self.y, sides[0], self.height)
        canvas.fill(self.x + self.width - sides[0], self.y, sides[0], self.height)


@dataclass(frozen=True, slots=True)
class Stamp:
    """A picture (^GF, ^XG)."""

    x: int
    y: int
    graphic: Graphic

    def draw(self, canvas: Canvas) -> None:
        """Draw it dot for dot."""
        canvas.stamp(self.x, self.y, self.graphic.width, self.graphic.rows)


@dataclass(frozen=True, slots=True)
class Symbol:
    """A linear symbol with its data as they were sent."""

    place: Place
    data: str

    def draw(self, canvas: Canvas) -> None:
        """Draw the bars."""
        place = self.place
        modules = code_128_modules(self.data)
        if place.orientation in "IB":  # first bar right or below
            modules = modules[::-1]
        dots = "".join(module * place.module_dots for module in modules)
        if place.orientation in "NI":
            canvas.repeat(place.x, place.y, len(dots), int(dots, 2), place.height)
        else:
            canvas.strip(place.x, place.y, place.height, int(dots, 2), len(dots))


Drawing = Block | Stamp | Symbol
