"""How fast and in how much memory pictures are graded: ``python -m tests.benchmarks.grading_speed``.

Everything counts: reading the file, finding the symbols in a process of their own, measuring and grading.
The pictures are drawn, into a folder that goes away.
"""

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy
from PIL import Image, ImageDraw, ImageFont

from desktop.grading.model import Calibration
from desktop.operations.grading import Graded, GradingRequest, grade_file, picture_process
from tests.grading.pictures import DARK, LIGHT, Grey, saved, sheet, symbol

_TIMES = 7
_MEGAPIXELS = (1280, 1024)
_A4 = (4960, 7016)
"""Pixels of an A4 sheet at 600 dpi."""
_COLUMNS, _ROWS = 4, 10
_CARD = Calibration(0.0, 100.0, 0.0, 1.0, "drawn", "benchmark", "2026-11-22")


def main() -> None:
    """Print the tables."""
    match sys.argv[1:]:
        case ["--draw", path]:
            _draw_sheet(Path(path))
        case ["--sheet", path]:
            _whole_sheet(Path(path))
        case _:
            speed()


def speed() -> None:
    """Print one symbol, then a whole sheet."""
    print("\nSpeed, a picture of 1280 x 1024 with one symbol (asked: 150 ms)")
    with tempfile.TemporaryDirectory() as folder, picture_process() as process:
        for name, drawn in _single():
            path = saved(_softened(sheet((drawn, 300, 300), size=_MEGAPIXELS)), Path(folder) / f"{name}.png")
            took = []
            for _ in range(_TIMES):
                start = time.perf_counter()
                graded = grade_file(path, GradingRequest(linear=True, dpi=600, calibration=_CARD), process)
                took.append(time.perf_counter() - start)
                assert len(graded.symbols) == 1, f"{name} was not found"
            print(
                f"  {name:24} best {min(took) * 1e3:4.0f} ms, usual {sorted(took)[_TIMES // 2] * 1e3:4.0f} ms"
            )
    with tempfile.TemporaryDirectory() as folder:
        for step in ("--draw", "--sheet"):  # each in a process of its own: what it has at most is its own
            command = (sys.executable, "-m", "tests.benchmarks.grading_speed", step, f"{folder}/a4.png")
            subprocess.run(command, check=True)


def _single() -> list[tuple[str, Grey]]:
    return [
        ("Code 128, 5 px", symbol("81234561234567891234", "Code128", 5)),
        ("EAN-13, 6 px", symbol("6932833600109", "EAN13", 6)),
        ("ITF-14, 5 px", symbol("16932833600106", "ITF", 5)),
        ("DataMatrix, 10 px", symbol("81234561234567891234", "DataMatrix", 10)),
        ("QR Code, 8 px", symbol("81234561234567891234", "QRCode", 8)),
    ]


def _softened(paper: Grey) -> Grey:
    """Blur a little and add noise, as lens and camera do."""
    soft = paper.astype(numpy.float32)
    for axis in (0, 1):
        soft = numpy.asarray(
            (numpy.roll(soft, 1, axis) + 2 * soft + numpy.roll(soft, -1, axis)) / 4, numpy.float32
        )
    noise = numpy.random.default_rng(1).normal(0, 1.0, paper.shape).astype(numpy.float32)
    return numpy.asarray(numpy.clip(soft + noise, 0, 255), numpy.uint8)


def _whole_sheet(path: Path) -> None:
    start = time.perf_counter()
    with picture_process() as process:
        graded = grade_file(path, GradingRequest(linear=True, calibration=_CARD), process)
    _tell(graded, time.perf_counter() - start)


def _tell(graded: Graded, took: float) -> None:
    found = len({symbol.data for symbol in graded.symbols if symbol.grade is not None})
    here, there = (
        resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print("\nA4 at 600 dpi with 40 labels (asked: 10 s, 300 MB)")
    print(f"  {found} graded in {took:.1f} s; {here:.0f} MB at most, the opening process {there:.0f} MB")


def _draw_sheet(path: Path) -> None:
    """Draw a sheet of labels: a serial number in bars and below them, on every other one in a matrix too."""
    paper = Image.new("L", _A4, LIGHT)
    pen, font = ImageDraw.Draw(paper), ImageFont.load_default(48)
    for label in range(_COLUMNS * _ROWS):
        left, top = 130 + label % _COLUMNS * 1220, 80 + label // _COLUMNS * 690
        serial = f"812345612345678{label:05d}"
        drawn = symbol(serial, "Code128", 6) if label % 2 else symbol(serial, "DataMatrix", 12)
        paper.paste(Image.fromarray(drawn[:220] if label % 2 else drawn), (left, top))
        pen.text((left, top + 330), serial, DARK, font)
        pen.rectangle((left - 60, top - 40, left + 980, top + 400), outline=DARK, width=3)
    Image.fromarray(_softened(numpy.asarray(paper))).save(path, dpi=(600, 600))


if __name__ == "__main__":
    main()
