"""What lens, pixels and sampling did to the edges, and how it is undone towards the nominal aperture.

A lens that is not quite sharp acts as one more aperture: modulation and defects read too low. How it spreads
an edge is seen on the edges between wide elements of the very symbol, and the profile is compensated for it,
as far as the noise allows (Wiener); commercial verifiers call the same "signal compensation".
"""

from dataclasses import dataclass

import numpy
from numpy.typing import NDArray

from desktop.grading.model import Floats

Doubles = NDArray[numpy.float64]

_SAMPLES = 96
_LEAST_STEP = 1.0
"""Points of reflectance between the sides of an edge: less is noise, and no edge."""
NOISE_OF_LEVELS = 0.35
"""Noise to signal that is assumed when the levels of bars and spaces are compensated: a frequency of which
half is left is restored to six tenths. Soft edges of the print, and of any verifier, are not to be undone:
the cards' modulation holds them. Set on half of the reference images."""
_NOISE_OF_PLACES = ((0.2, 0.25), (0.25, 0.08))
"""The same for the places of edges and for spots: (spread in modules, noise), straight between and level
beyond. Neighbours move the edges of a narrow element as far as they are smeared into it, and spots are
smeared along the bars too, so both are restored further; the further the softer the picture is, as print
alone is never that soft. Set on half of the reference images and on pictures with known blur."""
_NOISE_OF_PIXELS = 0.001
_LEFT_AT_EDGES = 3.0
"""How much of what spreads an edge is left where edges are measured, for each part by which its light side is
softer than its dark side. A lens softens both alike and is undone. Light that enters paper beside a bar and
would come out under it is lost (Yule and Nielsen): that softens the light side only, and a verifier sees it
too. Seen is only what comes out within a module, hence the factor: set on constructions with known scatter
and blur; half of the reference images asks for 3 to 3.5."""
_LEFT_IN_LEVELS = 2.0
"""The same where the levels of bars and spaces are measured. Set on half of the reference images: from 1.5 to
2.5 they say the same."""
PIXELS_ALIKE = 1.2
"""Pixels (standard deviation) that edges are spread from which on it no longer matters how they lie between
the pixels: a tenth is left of the finest wave that pixels hold."""
_MOST_OF_LENS = 2.0
"""Pixels (standard deviation) that a lens in focus spreads an edge at most; 24 pictures of conformance cards
by two cameras: 1.2 to 1.9. What is more may be a print as soft as that, so levels are not raised for it."""
_SPREAD_OF_PIXELS = 0.34
"""Variance in square pixels that pixels and reading between them give an edge at most, where all edges lie
at one place in their pixels (mean: 1/12 and 1/6). What is measured up to this tells nothing of the lens."""
_DOUBT = 0.1
"""Square pixels more than that, from which on a lens is sure."""


@dataclass(frozen=True, eq=False, slots=True)
class Spread:
    """How a sharp edge is spread along the scan: the line spread function.

    Attributes:
        places: in pixels, around 0.
        shares: of a line at 0 that is seen there; they add up to 1.
        scattered: part of the variance that only light scattered in the paper explains: 0 to 1.
    """

    places: Doubles
    shares: Doubles
    scattered: float

    @property
    def deviation(self) -> float:
        """Standard deviation in pixels."""
        return float(numpy.sqrt(max(0.0, float((self.shares * self.places**2).sum()))))

    @property
    def beyond_pixels(self) -> float:
        """How sure it is that more than pixels spread the edges: 0 to 1."""
        return float(numpy.clip((self.deviation**2 - _SPREAD_OF_PIXELS) / _DOUBT, 0, 1))

    @property
    def beyond_focus(self) -> float:
        """Part of the variance that is more than a lens in focus gives, 0 to 1."""
        return float(max(0.0, 1 - (_MOST_OF_LENS / max(self.deviation, _MOST_OF_LENS)) ** 2))

    def response(self, frequencies: Doubles) -> Doubles:
        """Return what is left of each frequency (cycles a pixel)."""
        # Both halves are alike: the shares to the right of the middle tell all.
        half = len(self.places) // 2
        places, shares = self.places[half:], 2 * self.shares[half:]
        if len(self.places) % 2:
            shares[0] /= 2
        return numpy.asarray(numpy.cos(2 * numpy.pi * frequencies[:, None] * places[None, :]) @ shares)


def spread_of(profiles: Floats, edges: tuple[Doubles, ...], wide: float, step: float) -> Spread | None:
    """Measure how edges are spread, on those between wide elements.

    Args:
        profiles: rows without aperture, one a scan.
        edges: places of the edges in each profile, in samples.
        wide: from which width an element is wide, in samples.
        step: pixels of the picture from sample to sample.

    Returns:
        None if no two wide elements adjoin, or none stand out against each other.
    """
    half = wide * 0.55
    offsets = numpy.linspace(-half, half, _SAMPLES)
    seen = []
    for profile, places in zip(profiles, edges, strict=True):
        if len(places) < 4:
            continue
        widths = numpy.diff(places, prepend=places[0] - 10 * wide, append=places[-1] + 10 * wide)
        chosen = places[(widths[:-1] >= wide) & (widths[1:] >= wide)]
        seen.append(numpy.interp(chosen[:, None] + offsets[None, :], numpy.arange(len(profile)), profile))
    around = numpy.concatenate(seen) if seen else numpy.zeros((0, _SAMPLES))
    plateau = _SAMPLES // 8
    low, high = around[:, :plateau].mean(axis=1)[:, None], around[:, -plateau:].mean(axis=1)[:, None]
    steps = numpy.abs(high - low)[:, 0] > _LEAST_STEP
    if not steps.any():
        return None
    around, low, high = around[steps], low[steps], high[steps]
    risen = (around - low) / (high - low)
    scattered = _scattered(offsets, numpy.where(low < high, risen, 1 - risen[:, ::-1]))
    edge = numpy.median(risen, axis=0)
    # A lens spreads to both sides alike, and what bars and spaces differ by has been told above.
    edge = (edge + 1 - edge[::-1]) / 2
    shares = numpy.clip(numpy.diff(edge), 0, None)
    shares[numpy.cumsum(shares) < 0] = 0
    return Spread((offsets[1:] + offsets[:-1]) / 2 * step, shares / shares.sum(), scattered)


def _scattered(offsets: Doubles, risen: Doubles) -> float:
    """Return the part of the variance that the light side of edges has beyond that of their dark side.

    Args:
        offsets: from the edges.
        risen: a row an edge, from 0 in the bar to 1 in the space.
    """
    edge = numpy.median(risen, axis=0)
    dark = float(numpy.sum(-offsets * edge, where=offsets < 0))
    light = float(numpy.sum(offsets * (1 - edge), where=offsets > 0))
    return float(numpy.clip((light - dark) / (light + dark), 0, 1)) if light + dark > 0 else 0.0


def noise_of_places(spread: Spread, module: float) -> float:
    """Return the noise to assume for edges and spots, of a module in pixels."""
    spreads, noises = zip(*_NOISE_OF_PLACES, strict=True)
    return float(numpy.interp(spread.deviation / module, spreads, noises))


@dataclass(frozen=True, eq=False, slots=True)
class Kept:
    """What the camera leaves of each frequency along a scan.

    Attributes:
        frequencies: in cycles a pixel.
        pixels: what the area of a pixel (sinc) and bilinear reading (its square) leave: known altogether.
        lens: what lens and print leave of that, as the edges show it, as far as it is sure.
        limit: the highest frequency that the pixels resolve in the direction of the scan.
        spread: of the edges, from which it was reckoned.
    """

    frequencies: Doubles
    pixels: Doubles
    lens: Doubles
    limit: float
    spread: Spread

    @classmethod
    def of(cls, frequencies: Doubles, direction: Doubles, spread: Spread) -> "Kept":
        """Reckon it for a scan along a unit vector in the picture, whose edges are spread like this."""
        pixels = numpy.ones(len(frequencies))
        for part in direction:
            pixels = pixels * numpy.sinc(frequencies * part) ** 3
        lens = numpy.clip(spread.response(frequencies) / numpy.maximum(pixels, 0.1), 0, 1)
        limit = 0.5 / max(abs(float(direction[0])), abs(float(direction[1])))
        sure = spread.beyond_pixels
        return cls(frequencies, pixels, 1 - sure + sure * lens, limit, spread)

    def shown(self, disc: Doubles) -> Doubles:
        """Return what is left in the picture under an aperture that leaves ``disc``."""
        return disc * self.pixels * self.lens

    def before_pixels(self) -> tuple[Doubles, float]:
        """Return what the lens leaves of each frequency, and beyond all, before pixels see it."""
        return self.lens, 1 - self.spread.beyond_pixels

    def left_at_edges(self) -> tuple[Doubles, float]:
        """Return what should be left of each frequency, and beyond all, where edges are looked for."""
        return self._left(min(1.0, _LEFT_AT_EDGES * self.spread.scattered))

    def left_in_levels(self) -> tuple[Doubles, float]:
        """Return what should be left of each frequency, and beyond all, where levels are read."""
        return self._left(max(min(1.0, _LEFT_IN_LEVELS * self.spread.scattered), self.spread.beyond_focus))

    def _left(self, part: float) -> tuple[Doubles, float]:
        return numpy.asarray(self.lens**part), (1 - self.spread.beyond_pixels) ** part

    def compensation(self, noise: float) -> Doubles:
        """Return the factor of each frequency that undoes the camera: 1 at zero, 0 beyond sampling.

        What pixels do is undone altogether, what the edges show beyond that with restraint.

        Args:
            noise: to signal, ``NOISE_OF_LEVELS`` or ``noise_of_places``.
        """
        factor = _undone(self.pixels, _NOISE_OF_PIXELS) * _undone(self.lens, noise)
        # A soft end: a sharp one would ring at every edge.
        end = numpy.clip((self.limit * 1.25 - self.frequencies) / (self.limit * 0.5), 0, 1)
        return numpy.asarray(factor * end * end * (3 - 2 * end))


def _undone(kept: Doubles, noise: float) -> Doubles:
    return kept * (1 + noise) / (kept * kept + noise)
