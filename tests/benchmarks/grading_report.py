"""Reference images against what their cards or verifiers state, half of them for tuning, half for reporting.

The images are not part of this repository; a folder of them has ``linear``, ``linear_truth.csv``,
``datamatrix`` and ``datamatrix_truth.csv``. Of each sorted list the even places are for tuning.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from desktop.errors import PackmarkError
from desktop.grading.editions import is_matrix
from desktop.grading.linear import grade_linear
from desktop.grading.locate import locate
from desktop.grading.matrix import grade_matrix
from desktop.grading.model import Edition, Found, GradingImage, SymbolGrade
from desktop.grading.picture import open_picture

MM_PER_MIL = 0.0254
HALVES = ("tuning", "reporting")
_LINEAR = {
    "decodability_pct": "DEC",
    "symbol_contrast_pct": "SC",
    "modulation_pct": "MOD",
    "defects_pct": "DEF",
}
_MATRIX = {
    "ANU_pct": "ANU",
    "GNU_pct": "GNU",
    "CU": "CU",
    "UEC_pct": "UEC",
    "SC_pct": "SC",
    "PrntGrw_pct": "PrntGrw",
    "FPD_grade": "FPD grade",
    "MOD_grade": "MOD grade",
    "RM_grade": "RM grade",
}


@dataclass(frozen=True, slots=True)
class Measured:
    """One parameter of one reference image; ``measured`` is None where nothing came of it."""

    file: str
    group: str
    half: str
    parameter: str
    truth: float
    measured: float | None
    module_px: float

    @property
    def error(self) -> float:
        """Measured less true; of nothing measured, endless."""
        return float("inf") if self.measured is None else self.measured - self.truth


@dataclass(frozen=True, slots=True)
class Bar:
    """What issue 6 asks of a parameter: mean and worst error in points; a share that stays within one."""

    parameter: str
    mean: float | None = None
    worst: float | None = None
    share: float | None = None
    within: float = 0.0
    least_px: float = 0.0

    def judged(self, rows: Sequence[Measured]) -> str:
        """Say how far rows keep it."""
        errors = [
            abs(r.error) for r in rows if r.parameter == self.parameter and r.module_px >= self.least_px
        ]
        if not errors:
            return "nothing to judge"
        mean, worst = sum(errors) / len(errors), max(errors)
        share = sum(error <= self.within for error in errors) / len(errors)
        kept = (
            (self.mean is None or mean <= self.mean)
            and (self.worst is None or worst <= self.worst)
            and (self.share is None or share >= self.share)
        )
        asked = [
            f"mean <= {self.mean:g}" if self.mean is not None else "",
            f"worst <= {self.worst:g}" if self.worst is not None else "",
            f"{self.share:.0%} within {self.within:g}" if self.share is not None else "",
        ]
        part = f", {share:.0%} within {self.within:g}" if self.share is not None else ""
        verdict = "pass" if kept else "FAIL"
        limits = ", ".join(filter(None, asked))
        return f"{verdict}  n={len(errors)} mean {mean:.2f} worst {worst:.2f}{part}  (asked: {limits})"


LINEAR_BARS = (
    Bar("DEC", mean=1.5, worst=5.0),
    Bar("DEF", mean=3.0),
    Bar("MOD", mean=3.0, share=0.95, within=8.0),
    Bar("SC calibrated", mean=2.0),
)
MATRIX_BARS = (
    Bar("ANU", worst=1.0),
    Bar("GNU", worst=3.0),
    Bar("CU", worst=6.0, least_px=10.0),
    Bar("UEC", worst=0.5),
    Bar("FPD grade", worst=0.0),
    Bar("SC calibrated", worst=3.0),
)
"""Of issue 6; CU is trusted from 10 pixels a module on."""


def report(folder: Path) -> None:
    """Measure all reference images of a folder and print them, then how the bars are kept."""
    for title, rows, bars in (
        ("Linear reference images", linear_rows(folder), LINEAR_BARS),
        ("DataMatrix reference images", matrix_rows(folder), MATRIX_BARS),
    ):
        print(f"\n{title}")
        _print_rows(rows)
        for half in HALVES:
            for bar in bars:
                judged = bar.judged([row for row in rows if row.half == half])
                print(f"  {half:9} {bar.parameter:13} {judged}")


def _print_rows(rows: Iterable[Measured]) -> None:
    for row in rows:
        found = "nothing" if row.measured is None else f"{row.measured:7.2f}"
        print(
            f"  {row.half:9} {row.file:38} {row.module_px:5.1f} px {row.parameter:13} "
            f"true {row.truth:6.1f} found {found:>7} error {row.error:+6.2f}"
        )


def linear_rows(folder: Path) -> list[Measured]:
    """Measure the images of bars."""
    rows = []
    for half, truth in _halved(folder / "linear_truth.csv"):
        graded = _linear(folder / "linear" / truth["file"], truth)
        rows += _compared(truth, "linear", half, graded, _LINEAR)
    return _calibrated(rows)


def matrix_rows(folder: Path) -> list[Measured]:
    """Measure the images of DataMatrix."""
    rows = []
    for half, truth in _halved(folder / "datamatrix_truth.csv"):
        path = folder / "datamatrix" / truth["file"]
        edition = Edition.ISO_15415_2024 if "2024" in truth["standard"] else Edition.GBT_23704_2017
        graded = _matrix(path, edition)
        rows += _compared(truth, path.name.split("_")[0], half, graded, _MATRIX)
        rows += _by_its_paper(rows[-1], truth, graded)
    return rows


def _by_its_paper(row: Measured, truth: Mapping[str, str], graded: SymbolGrade | None) -> list[Measured]:
    """Add the contrast scaled so that the paper is as light as the report says.

    The reports' pictures have each a brightness of their own: the same paper of 89 % reads from 73 to 83.
    """
    values = {} if graded is None else values_of(graded)
    light, _ = truth["RlRd"].split("/")
    scaled = values["SC"] * float(light) / values["Rmax"] if "SC" in values else None
    return [replace(row, parameter="SC calibrated", truth=float(truth["SC_pct"]), measured=scaled)]


def _halved(table: Path) -> list[tuple[str, dict[str, str]]]:
    with table.open(encoding="utf-8", newline="") as file:
        ordered = sorted(csv.DictReader(file), key=lambda row: row["file"])
    return [(HALVES[place % 2], row) for place, row in enumerate(ordered)]


def _compared(
    truth: Mapping[str, str], group: str, half: str, graded: SymbolGrade | None, names: Mapping[str, str]
) -> list[Measured]:
    found = {} if graded is None else values_of(graded)
    px = 0.0 if graded is None else graded.module_px
    return [
        Measured(truth["file"], group, half, name, float(truth[column]), found.get(name), px)
        for column, name in names.items()
        if truth[column] not in {"", "n.a."}
    ]


def values_of(graded: SymbolGrade) -> dict[str, float]:
    """Return values by name of parameter, and grades by that name and " grade"."""
    values = {str(one.name): one.value for one in graded.parameters if one.value is not None}
    grades = {f"{one.name} grade": one.grade for one in graded.parameters if one.grade is not None}
    return values | grades


def _calibrated(rows: Sequence[Measured]) -> list[Measured]:
    """Add contrasts scaled by one card of each group: that for tuning whose scale is the middle one."""
    contrasts = [row for row in rows if row.parameter == "SC"]
    scales: dict[str, list[tuple[float, str]]] = {}
    for row in contrasts:
        if row.half == "tuning" and row.measured:
            scales.setdefault(row.group, []).append((row.truth / row.measured, row.file))
    cards = {group: sorted(found)[(len(found) - 1) // 2] for group, found in scales.items()}
    scaled = [
        replace(row, parameter="SC calibrated", measured=row.measured * card[0])
        for row in contrasts
        if (card := cards.get(row.group)) and row.measured and row.file != card[1]
    ]
    return [*rows, *scaled]


def _linear(path: Path, truth: Mapping[str, str]) -> SymbolGrade | None:
    found = _found(path, matrix=False)
    if found is None:
        return None
    image, symbol = found
    x_mm = float(truth["x_mil_assumed"]) * MM_PER_MIL
    aperture_mm = float(truth["aperture_mil_assumed"]) * MM_PER_MIL
    edition = Edition.ISO_15416_2016
    try:
        module_px = grade_linear(image, symbol, edition, None).module_px
        scaled = replace(image, px_per_mm=module_px / x_mm)
        return grade_linear(scaled, symbol, edition, aperture_mm)
    except PackmarkError as error:
        print(f"  {path.name}: {error}")
        return None


def _matrix(path: Path, edition: Edition) -> SymbolGrade | None:
    """Grade through 0.8 of the module: the reports' whole mils are that, cut (one verifier's own dump)."""
    found = _found(path, matrix=True)
    if found is None:
        return None
    image, symbol = found
    try:
        return grade_matrix(image, symbol, edition, None)
    except PackmarkError as error:
        print(f"  {path.name}: {error}")
        return None


def _found(path: Path, *, matrix: bool) -> tuple[GradingImage, Found] | None:
    """Open a camera's picture, linear in light, and find its largest symbol of a kind."""
    try:
        image = replace(open_picture(path, linear=True), px_per_mm=None)
        symbols = [one for one in locate(image) if is_matrix(one.symbology) is matrix]
    except PackmarkError as error:
        print(f"  {path.name}: {error}")
        return None
    if not symbols:
        print(f"  {path.name}: no such symbol found")
        return None
    return image, max(symbols, key=_area)


def _area(symbol: Found) -> float:
    corners = symbol.corners
    pairs = zip(corners, (*corners[1:], corners[0]), strict=True)
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2
