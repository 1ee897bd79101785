"""Rows of a scan as frequencies and back, padded so that nothing rings where the path ends."""

from dataclasses import dataclass

import numpy
from numpy.typing import NDArray

from desktop.grading.model import Floats

Doubles = NDArray[numpy.float64]
Waves = NDArray[numpy.complexfloating]

_LEAST_PADDING = 32


@dataclass(frozen=True, slots=True)
class Spectra:
    """How rows of ``count`` samples are transformed, ``step`` pixels from sample to sample."""

    count: int
    step: float

    @property
    def padded(self) -> int:
        """Samples that are transformed: the next even number without a prime factor above 5."""
        return _fast_length(self.count + _LEAST_PADDING)

    @property
    def frequencies(self) -> Doubles:
        """In cycles a pixel."""
        return numpy.asarray(numpy.fft.rfftfreq(self.padded, self.step), dtype=numpy.float64)

    def of(self, rows: Floats) -> Waves:
        """Transform rows, the samples last."""
        # From the last value back to the first.
        ramp = numpy.linspace(1, 0, self.padded - self.count, dtype=numpy.float32)
        tail = rows[..., -1:] * ramp + rows[..., :1] * (1 - ramp)
        return numpy.fft.rfft(numpy.concatenate((rows, tail), axis=-1), axis=-1)

    def back(self, waves: Waves) -> Floats:
        """Return the rows of frequencies."""
        return numpy.fft.irfft(waves, self.padded, axis=-1)[..., : self.count].astype(numpy.float32)


def _fast_length(count: int) -> int:
    count += count % 2
    while True:
        rest = count
        for factor in (2, 3, 5):
            while rest % factor == 0:
                rest //= factor
        if rest == 1:
            return count
        count += 2
