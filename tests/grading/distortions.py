"""What cameras, scanners and files do to a picture: blur, noise, tilt, light, bits, JPEG."""

import io
from dataclasses import replace

import numpy as np
from PIL import Image

from desktop.grading.model import Point
from tests.grading.synthetic import Doubles, Picture, Scene, warped

_PER_MODULE = 40
"""Cells into which a module is cut where its reflectance is no longer even."""


def blurred(picture: Picture, sigma: float) -> Picture:
    """Blur it by a Gaussian of ``sigma`` pixels; beyond its borders it goes on as at them."""
    weights = _bell(sigma)
    reach = len(weights) // 2
    pixels = picture.reflectance.astype(np.float64)
    for _ in range(2):
        padded = np.pad(pixels, ((reach, reach), (0, 0)), mode="edge")
        pixels = sum(weight * padded[n : n + len(pixels)] for n, weight in enumerate(weights)).T
    return replace(picture, reflectance=pixels.astype(np.float32))


def _bell(sigma: float) -> Doubles:
    reach = int(np.ceil(4 * sigma))
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    return np.asarray(weights / weights.sum())


def scattered(scene: Scene, share: float, reach: float) -> Scene:
    """Let light scatter in the paper that upright bars are printed on.

    What enters beside a bar and would come out under it is lost (Yule and Nielsen): paper is the darker the
    nearer a bar is, and bars stay as dark as they are.

    Args:
        scene: its lightest cell is bare paper.
        share: of the light that scatters.
        reach: how far, across the bars, as standard deviation in modules.
    """
    count = round(float(scene.x[-1] - scene.x[0]) * _PER_MODULE)
    x = np.linspace(scene.x[0], scene.x[-1], count + 1)
    middle_x, middle_y = (x[1:] + x[:-1]) / 2, (scene.y[1:] + scene.y[:-1]) / 2
    paper = float(scene.reflectance.max())
    weights = _bell(reach * _PER_MODULE)
    rows = []
    for y in middle_y:
        open_to = scene.at(middle_x, np.full(count, y)) / paper
        lit = np.convolve(np.pad(open_to, len(weights) // 2, mode="edge"), weights, mode="valid")
        rows.append(paper * open_to * (1 - share + share * lit))
    return replace(scene, x=x, reflectance=np.stack(rows))


def noisy(picture: Picture, sigma: float, seed: int = 1) -> Picture:
    """Add white noise of ``sigma`` points of reflectance."""
    noise = np.random.default_rng(seed).normal(0.0, sigma, picture.reflectance.shape)
    return replace(picture, reflectance=(picture.reflectance + noise).astype(np.float32))


def shaded(picture: Picture, right: float, down: float) -> Picture:
    """Light it from aside: reflectance changes by these shares from the left to the right, top to bottom."""
    height, width = picture.reflectance.shape
    across = np.linspace(-right / 2, right / 2, width)
    along = np.linspace(-down / 2, down / 2, height)
    light = 1 + across[None, :] + along[:, None]
    return replace(picture, reflectance=(picture.reflectance * light).astype(np.float32))


def in_bits(picture: Picture, bits: int = 8) -> Picture:
    """Round it to so many bits from 0 to 100 %."""
    top = 2**bits - 1
    steps = np.rint(np.clip(picture.reflectance, 0, 100) * (top / 100))
    return replace(picture, reflectance=(steps * (100 / top)).astype(np.float32))


def greys(picture: Picture) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """Return its pixels as bytes, linear in light, 255 for 100 %."""
    return np.asarray(np.rint(np.clip(picture.reflectance, 0, 100) * 2.55), np.uint8)


def srgb_greys(picture: Picture) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """Return its pixels as a flat-bed scanner files them: bytes by the sRGB curve (IEC 61966-2-1)."""
    linear = np.clip(picture.reflectance.astype(np.float64) / 100, 0, 1)
    curve = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    return np.asarray(np.rint(curve * 255), np.uint8)


def as_jpeg(picture: Picture, quality: int = 90) -> Picture:
    """Send it through JPEG."""
    file = io.BytesIO()
    Image.fromarray(greys(picture)).save(file, "JPEG", quality=quality)
    with Image.open(file) as read:
        pixels = np.asarray(read, np.float32) / np.float32(2.55)
    return replace(picture, reflectance=pixels)


def turned(scene: Scene, px: float, degrees: float, fine: int = 6) -> Picture:
    """Lay a scene into pixels turned clockwise, the whole of it within the picture."""
    angle = np.deg2rad(degrees)
    matrix = px * np.array(
        [[np.cos(angle), -np.sin(angle), 0], [np.sin(angle), np.cos(angle), 0], [0, 0, 1 / px]]
    )
    return _framed(scene, matrix, px, fine)


def tilted(scene: Scene, px: float, across: float, down: float, fine: int = 6) -> Picture:
    """Lay a scene into pixels seen from aside: its scale changes by these shares from side to side."""
    width, height = scene.x[-1] - scene.x[0], scene.y[-1] - scene.y[0]
    matrix = np.array([[px, 0, 0], [0, px, 0], [across / width, down / height, 1]], np.float64)
    return _framed(scene, matrix, px, fine)


def _framed(scene: Scene, matrix: Doubles, px: float, fine: int) -> Picture:
    corners = [_at(matrix, float(x), float(y)) for x in scene.x[[0, -1]] for y in scene.y[[0, -1]]]
    left, top = min(x for x, _ in corners), min(y for _, y in corners)
    right, bottom = max(x for x, _ in corners), max(y for _, y in corners)
    moved = np.array([[1, 0, -left], [0, 1, -top], [0, 0, 1]]) @ matrix
    shape = (int(np.ceil(bottom - top)) + 1, int(np.ceil(right - left)) + 1)
    return warped(scene, moved, shape, px, fine)


def _at(matrix: Doubles, x: float, y: float) -> Point:
    across, down, scale = matrix @ np.array([x, y, 1.0])
    return float(across / scale), float(down / scale)
