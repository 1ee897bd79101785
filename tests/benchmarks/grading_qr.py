"""How exactly and how fast QR Codes are graded, on drawn ones whose every figure is known.

Run as ``python -m tests.benchmarks.grading_qr``.
"""

import time
from collections.abc import Iterator
from dataclasses import replace

from tests.grading import distortions
from tests.grading.synthetic import Picture, render
from tests.grading.synthetic_matrix import Modules
from tests.grading.synthetic_qr import graded, sample, value

VERSIONS = (1, 2, 5, 7, 14)
PIXELS = (5.3, 10.7, 20.0)


def main() -> None:
    """Print the worst error of each figure in points, by pixels to a module, and milliseconds a symbol."""
    print(f"{'px/X':>5} {'SC':>6} {'ANU':>6} {'GNU':>6} {'growth':>6} {'UEC':>6} {'unread':>6} {'ms':>6}")
    for px in PIXELS:
        errors = {"SC": 0.0, "ANU": 0.0, "GNU": 0.0, "PrntGrw": 0.0, "UEC": 0.0}
        unread, spent = 0, []
        for symbol, picture in _pictures(px):
            begin = time.process_time()
            found = graded(picture)
            spent.append(1000 * (time.process_time() - begin))
            unread += not found.data
            wanted = {
                "SC": symbol.light - symbol.dark,
                "ANU": symbol.anu(),
                "GNU": symbol.gnu(),
                "PrntGrw": 10.0 * max(symbol.growth, key=abs),
                "UEC": 100.0,
            }
            for name, exact in wanted.items():
                errors[name] = max(errors[name], abs(value(found, name) - exact))
        figures = " ".join(f"{error:6.2f}" for error in errors.values())
        print(f"{px:5.1f} {figures} {unread:6d} {sum(spent) / len(spent):6.0f}")
    print(f"{'turned, 10 px/X: worst GNU':40} {max(_turned()):6.2f}")


def _pictures(px: float) -> Iterator[tuple[Modules, Picture]]:
    for version in VERSIONS:
        plain = sample(version)
        for symbol in (
            plain,
            replace(plain, stretch=1.1),
            replace(plain, bow=(0.4, 0.0)),
            replace(plain, growth=(2, 2)),
            replace(plain, growth=(-2, 0)),
        ):
            yield symbol, render(symbol.scene(), px, (0.3, 0.6))


def _turned() -> Iterator[float]:
    for degrees in range(0, 360, 30):
        yield value(graded(distortions.turned(sample(5).scene(), 10, degrees)), "GNU")


if __name__ == "__main__":
    main()
