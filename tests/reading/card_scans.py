"""Draws scans of printed cards as a scanner would see them, point by point."""

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageFilter

from desktop.labels.image import rows_of
from desktop.labels.layout import LabelPlan

MM_PER_INCH = 25.4
_FINER = 3


@dataclass(frozen=True, slots=True)
class Scanned:
    """How a card was printed and scanned. Lengths in mm, angles in degrees clockwise."""

    dpi: float = 600.0
    scale_x: float = 1.0
    scale_y: float = 1.0
    offset_x: float = 0.0
    offset_y: float = 0.0
    turned: float = 0.0
    blur: float = 1.0
    noise: float = 4.0
    ground: int = 40
    paper: int = 235
    ink: int = 35
    border: float = 13.0
    seed: int = 1


def scan_of(plan: LabelPlan, how: Scanned) -> Image.Image:
    """Return the scan: paper of the card's size on a ground, with the print on it."""
    dots = plan.resolution.dots_per_mm
    packed = np.frombuffer(rows_of(plan.static, plan.width_dots, plan.height_dots), np.uint8)
    black = np.unpackbits(packed.reshape(plan.height_dots, -1), axis=1, count=plan.width_dots).astype(bool)
    width_mm, height_mm = plan.width_dots / dots, plan.height_dots / dots
    side = np.hypot(width_mm, height_mm) + 2 * how.border
    pixels = round(side / MM_PER_INCH * how.dpi)
    # Where on the paper each point of the scan lies, in bands, so that a fine grid does not fill the memory.
    fine = (np.arange(pixels * _FINER) + 0.5) / _FINER / how.dpi * MM_PER_INCH - side / 2
    angle = np.radians(how.turned)
    bands = []
    for first in range(0, len(fine), 300 * _FINER):
        v, u = fine[first : first + 300 * _FINER, None], fine[None, :]
        x = np.cos(angle) * u + np.sin(angle) * v + width_mm / 2
        y = -np.sin(angle) * u + np.cos(angle) * v + height_mm / 2
        on_paper = (x >= 0) & (x < width_mm) & (y >= 0) & (y < height_mm)
        column = np.floor((x - how.offset_x) / how.scale_x * dots).astype(int)
        line = np.floor((y - how.offset_y) / how.scale_y * dots).astype(int)
        printed = (column >= 0) & (column < plan.width_dots) & (line >= 0) & (line < plan.height_dots)
        inked = on_paper & printed
        inked &= black[np.clip(line, 0, plan.height_dots - 1), np.clip(column, 0, plan.width_dots - 1)]
        level = np.where(on_paper, np.where(inked, how.ink, how.paper), how.ground).astype(np.float32)
        bands.append(level.reshape(-1, _FINER, pixels, _FINER).mean(axis=(1, 3)))
    sharp = Image.fromarray(np.concatenate(bands).astype(np.uint8))
    blurred = np.asarray(sharp.filter(ImageFilter.GaussianBlur(how.blur)), np.float32)
    noisy = blurred + np.random.default_rng(how.seed).normal(0, how.noise, blurred.shape)
    return Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8))
