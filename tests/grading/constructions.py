"""The synthetic suite: which pictures are graded, and what each must be worth.

Values are in percent but for names that end in " grade". A picture without distortions shall be measured
within half a point from 10 pixels a module on and within two from 5 on; whole counts and grades exactly. A
distorted one may differ by two points in what distortion must not change: geometry and decodability.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from tests.grading import distortions
from tests.grading.analytic import measure, strip_share
from tests.grading.placement import codewords_at, size_of
from tests.grading.samples import LinearSample, linear_samples, matrix_sample
from tests.grading.synthetic import Bars, Picture, Scene, Stripe, render
from tests.grading.synthetic_matrix import (
    LINE_NODES,
    UEC_NODES,
    Modules,
    average_grade,
    line_damage,
    margin_grade,
    modulation,
    modulation_grade,
    step_grade,
    unused_correction,
    wrong_codewords,
)

X_MM = 0.5
"""Module of all pictures in mm."""
Drawing = Callable[[Scene, float], Picture]


def plain(scene: Scene, px: float) -> Picture:
    """Lay a scene into pixels beside their grid."""
    return render(scene, px, (0.37, 0.61))


@dataclass(frozen=True, eq=False, slots=True)
class Construction:
    """One picture to grade.

    Attributes:
        name: what is the matter with it.
        symbology, identifier, data: as the finder tells them.
        scene: of it.
        linear: bars, or else a matrix.
        aperture: in modules.
        expected: value by parameter.
        drawing: how it becomes a picture.
        distorted: whether only a distortion's tolerance is asked.
    """

    name: str
    symbology: str
    identifier: str
    data: str
    scene: Scene
    linear: bool
    aperture: float
    expected: Mapping[str, float]
    drawing: Drawing = plain
    distorted: bool = False

    def picture(self, px: float) -> Picture:
        """Draw it at so many pixels a module."""
        return self.drawing(self.scene, px)

    def tolerance(self, parameter: str, px: float) -> float:
        """Return how far a measured value may be from the expected one."""
        if parameter.endswith("grade") or parameter in {"UEC", "LLS", "BLS", "LQZ", "BQZ", "TR"}:
            return 0.005
        return 0.5 if px >= 10 and not self.distorted else 2.0


def linear_constructions() -> tuple[Construction, ...]:
    """Return the bars."""
    return (*_perfect_bars(), *_faulty_bars(), *_distorted_bars())


def matrix_constructions() -> tuple[Construction, ...]:
    """Return the matrices."""
    return (*_sizes(), *_faulty_matrices(), *_distorted_matrices())


def _bars(
    name: str,
    sample: LinearSample,
    bars: Bars,
    aperture: float = 0.7,
    more: Mapping[str, float] | None = None,
) -> Construction:
    seen = measure(bars, aperture, sample.decodability)
    expected = {
        "SC": seen.sc,
        "Rmin": seen.rmin,
        "Rmax": seen.rmax,
        "ECmin": seen.ecmin,
        "MOD": seen.mod,
        "DEF": seen.defects,
    }
    if seen.decodability is not None:
        expected["DEC"] = seen.decodability
    return Construction(
        f"{sample.symbology}: {name}",
        sample.symbology,
        sample.identifier,
        sample.data,
        bars.scene(),
        linear=True,
        aperture=aperture,
        expected=expected | dict(more or {}),
    )


def _perfect_bars() -> list[Construction]:
    return [_bars("perfect", sample, sample.bars) for sample in linear_samples()]


def _faulty_bars() -> list[Construction]:
    code, _, retail, *_, code_39 = linear_samples()
    bars = code.bars
    wide_space, wide_bar = _widest(bars, 1), _widest(bars, 0)
    third = replace(bars, stripes=(Stripe(wide_bar - 0.1, wide_bar + 0.1, 85, 0.0, 0.33),))
    defects = [
        _bars("light stripe", code, replace(bars, stripes=(Stripe(wide_bar - w / 2, wide_bar + w / 2, 85),)))
        for w in (0.1, 0.15, 0.2)
    ]
    return [
        *defects,
        _bars("dark stripe", code, replace(bars, stripes=(Stripe(wide_space - 0.1, wide_space + 0.1, 5),))),
        _bars("stripe in quiet zone", code, replace(bars, stripes=(Stripe(-5.1, -4.9, 40),))),
        replace(
            _bars("light stripe on 3 of 10 scans", code, third),
            expected={"DEF": 0.3 * 100 * strip_share(0.2 / 0.7)},
        ),
        _bars("low contrast", code, replace(bars, light=70, dark=24)),
        _bars("grey bar", code, replace(bars, tints={18: 35.0})),
        _bars("grey space", code, replace(bars, tints={21: 60.0})),
        *(_bars(f"growth {b:+}", code, replace(bars, growth=b)) for b in (-0.3, -0.1, 0.15, 0.3)),
        *(_bars(f"growth {b:+}", retail, replace(retail.bars, growth=b)) for b in (-0.2, 0.1)),
        *(_bars(f"edge shifted {b}", code, replace(bars, shifts={14: b})) for b in (0.1, 0.25)),
        _bars("edge shifted 0.2", retail, replace(retail.bars, shifts={21: 0.2})),
        _bars("edge shifted 0.3", code_39, replace(code_39.bars, shifts={3: 0.3})),
        _bars("aperture of 1.2 X", code, bars, 1.2),
        _quiet("line 8 X before", code, 8.0, 0.0),
        _quiet("line 10.5 X before", code, 10.5, 4.0),
    ]


def _quiet(name: str, sample: LinearSample, distance: float, grade: float) -> Construction:
    """A dark line of two modules as far before the first bar as ``distance``; what lies before it is lost."""
    bars = replace(sample.bars, stripes=(Stripe(-distance - 2, -distance, 5),))
    return replace(_bars(name, sample, bars), expected={"QZ grade": grade})


def _widest(bars: Bars, colour: int) -> float:
    """Return the middle of the widest bar (0) or space (1)."""
    edges = bars.edges()
    element = max(range(colour, len(bars.widths), 2), key=lambda n: bars.widths[n])
    return float(edges[element] + edges[element + 1]) / 2


def _distorted_bars() -> list[Construction]:
    code, _, retail, *_ = linear_samples()
    samples = [(code, replace(code.bars, growth=0.15)), (retail, replace(retail.bars, shifts={21: 0.1}))]
    return [
        _distorted(_bars(name, sample, bars), drawing, ("DEC",))
        for sample, bars in samples
        for name, drawing in DISTORTIONS.items()
    ]


def _distorted(made: Construction, drawing: Drawing, kept: tuple[str, ...]) -> Construction:
    expected = {name: value for name, value in made.expected.items() if name in kept}
    return replace(made, expected=expected, drawing=drawing, distorted=True)


def _turned(degrees: float) -> Drawing:
    fine = 4 if degrees % 90 else 6  # edges along the pixels need more points
    return lambda scene, px: distortions.turned(scene, px, degrees, fine=fine)


DISTORTIONS: Mapping[str, Drawing] = {
    "blur 0.16 X": lambda scene, px: distortions.blurred(plain(scene, px), 0.16 * px),
    "blur 0.25 X": lambda scene, px: distortions.blurred(plain(scene, px), 0.25 * px),
    "noise 1 %": lambda scene, px: distortions.noisy(plain(scene, px), 1.0),
    "light from aside": lambda scene, px: distortions.shaded(plain(scene, px), 0.15, 0.1),
    "8 bits": lambda scene, px: distortions.in_bits(plain(scene, px)),
    "JPEG 90": lambda scene, px: distortions.as_jpeg(plain(scene, px)),
    "turned 3": _turned(3),
    "turned 45": _turned(45),
    "turned 90": _turned(90),
    "turned 137": _turned(137),
    "turned 180": _turned(180),
    "turned 271": _turned(271),
    "all but turned": lambda scene, px: distortions.as_jpeg(
        distortions.noisy(distortions.shaded(distortions.blurred(plain(scene, px), 0.2 * px), 0.1, 0.1), 0.5)
    ),
}
"""What is done to pictures; blurs are the least and the most of real cameras (measured: 0.16 to 0.25 X)."""


def _matrix(name: str, symbol: Modules, expected: Mapping[str, float]) -> Construction:
    rows, columns = len(symbol.rows), len(symbol.rows[0])
    return Construction(
        f"{rows}x{columns}: {name}",
        "DataMatrix",
        "]d1",
        "810000",
        symbol.scene(),
        linear=False,
        aperture=0.8,
        expected=expected,
    )


def _sizes() -> list[Construction]:
    perfect = {"SC": 80.0, "MOD grade": 4.0, "UEC": 100.0, "ANU": 0.0, "GNU": 0.0, "FPD grade": 4.0}
    sides = (
        (10, 10),
        (14, 14),
        (22, 22),
        (26, 26),
        (32, 32),
        (44, 44),
        (52, 52),
        (8, 32),
        (12, 26),
        (16, 48),
    )
    drawn = [_matrix("perfect", matrix_sample(*side), perfect) for side in sides]
    light = replace(matrix_sample(22, 22), light=5.0, dark=85.0)
    return [*drawn, _matrix("light on dark", light, perfect)]


def _faulty_matrices() -> list[Construction]:
    return [
        *(_wrong(24, count) for count in (1, 4, 7, 9)),
        *(_wrong(52, count) for count in (5, 13)),
        *(_grey(24, count, depth) for count, depth in ((1, 0.35), (7, 0.35), (12, 0.25), (12, 0.45))),
        *(_stretched(target) for target in (4.0, 7.0, 11.0)),
        *(_bowed(bow) for bow in ((0.3, 0.0), (0.0, 0.45), (0.5, 0.5))),
        *(_bowed(bow, nominal_rim=True) for bow in ((0.3, 0.0), (0.0, -0.45), (0.5, 0.5))),
        *(_gap(count) for count in (1, 2, 3, 4)),
        *(_grown(growth) for growth in ((1, 1), (2, 2), (-2, -2))),
        _matrix("low contrast", replace(matrix_sample(22, 22), light=60.0, dark=25.0), {"SC": 35.0}),
    ]


def _wrong(side: int, count: int) -> Construction:
    size = size_of(side, side)
    symbol = replace(matrix_sample(side, side), flips=wrong_codewords(size, count))
    left = unused_correction(size, range(0, count * size.blocks, size.blocks))
    expected = {
        "UEC": left,
        "UEC grade": step_grade(left, UEC_NODES),
        "MOD grade": modulation_grade(symbol),
        "RM grade": margin_grade(symbol),
    }
    return _matrix(f"{count} wrong codewords of a block", symbol, expected)


def _grey(side: int, count: int, depth: float) -> Construction:
    """So many codewords have one light module each whose modulation is ``depth`` only."""
    size = size_of(side, side)
    plain_symbol = matrix_sample(side, side)
    wanted, where = plain_symbol.wanted()[1:-1, 1:-1], codewords_at(size)
    light: dict[int, tuple[int, int]] = {}
    for row in range(side):
        for column in range(side):
            if where[row, column] >= 0 and not wanted[row, column]:
                light.setdefault(int(where[row, column]) // 8, (row, column))
    chosen = list(light.values())[:count]
    symbol = replace(plain_symbol, tints=dict.fromkeys(chosen, 45 + depth * 40))
    expected = {"MOD grade": modulation_grade(symbol), "CU": float(modulation(symbol).min())}
    return _matrix(f"{count} codewords with a module at {depth:.0%}", symbol, expected)


def _stretched(target: float) -> Construction:
    stretch = (2 + target / 100) / (2 - target / 100)
    symbol = replace(matrix_sample(22, 22), stretch=stretch)
    return _matrix(f"ANU {target:g}", symbol, {"ANU": symbol.anu(), "GNU": 0.0})


def _bowed(bow: tuple[float, float], *, nominal_rim: bool = False) -> Construction:
    symbol = replace(matrix_sample(18, 18), bow=bow, nominal_rim=nominal_rim)
    name = f"bow {bow[0]:g}, {bow[1]:g}" + (", nominal rim" if nominal_rim else "")
    return _matrix(name, symbol, {"GNU": symbol.gnu()})


def _gap(count: int) -> Construction:
    symbol = replace(matrix_sample(22, 22), flips=frozenset((2 * n + 5, 0) for n in range(count)))
    damage = line_damage(symbol)["LLS"]
    grade = step_grade(damage, LINE_NODES, rising=False)
    average = average_grade((grade, 4, 4, 4, 4))
    expected = {"LLS": damage, "LLS grade": grade, "AG grade": average, "FPD grade": min(grade, average)}
    return _matrix(f"{count} gaps in the left line", symbol, expected)


def _grown(growth: tuple[int, int]) -> Construction:
    symbol = replace(matrix_sample(22, 22), growth=growth)
    return _matrix(f"growth {growth[0] / 10:+}", symbol, {"PrntGrw": 10.0 * growth[0], "UEC": 100.0})


def _distorted_matrices() -> list[Construction]:
    stretched, bowed = _stretched(7.0), _bowed((0.3, 0.2))
    drawings = DISTORTIONS.items()
    return [
        *(_distorted(_renamed(stretched, name), drawing, ("ANU",)) for name, drawing in drawings),
        *(_distorted(_renamed(bowed, name), drawing, ("GNU",)) for name, drawing in drawings),
        *(_distorted(_renamed(_wrong(24, 4), name), drawing, ("UEC",)) for name, drawing in drawings),
    ]


def _renamed(made: Construction, name: str) -> Construction:
    return replace(made, name=f"{made.name}, {name}")
