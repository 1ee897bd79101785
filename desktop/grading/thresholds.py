"""What a measured value is worth: the node tables of every parameter and edition, each with its source.

An edition of whole grades gives the grade of the last node that the value reaches; one of decimals goes
straight from node to node. Only ISO/IEC 15416:2016 rounds a value first, to whole percents; elsewhere what a
person reads as 70 % and is 69.6 % is not 70 % (a verifier grades its "70" % as 3.0 for this very reason).
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from types import MappingProxyType

from desktop.grading.editions import decimal
from desktop.grading.model import Edition, Name

PASS = 4.0
FAIL = 0.0


@dataclass(frozen=True, slots=True)
class Row:
    """How one parameter is graded.

    Attributes:
        nodes: (value in percent, grade), best grade first.
        below: whether a value must lie below its node (above it, where more is better) and not on it.
        zero: value at which decimals reach 0.0; None: below the last node the grade is 0 at once.
        whole: whether decimals are read from the value rounded to a whole percent.
        steps: whether even an edition of decimals has whole grades here, as far as is known.
        sure: False where the row is remembered, fitted or provisional; ``source`` says which.
        source: where it is from.
    """

    nodes: tuple[tuple[float, float], ...]
    source: str
    below: bool = False
    zero: float | None = None
    whole: bool = False
    steps: bool = False
    sure: bool = True

    @property
    def more_is_better(self) -> bool:
        """Whether higher values have higher grades."""
        return len(self.nodes) == 1 or self.nodes[0][0] > self.nodes[-1][0]


def _steps(four: float, three: float, two: float, one: float) -> tuple[tuple[float, float], ...]:
    return ((four, 4.0), (three, 3.0), (two, 2.0), (one, 1.0))


_AIM = "AIM, The Layman's Guide to ANSI, CEN, and ISO Bar Code Print Quality (2002); Axicon"
_AXICON = "Axicon, fractional grading; agrees with three verifiers' reports"
_COGNEX = "Cognex, matrix verifier manual"
_VISION = "Cognex VisionPro, verification parameters"
_MEMORY = "remembered of ISO/IEC 16022 Annex M, agrees with one verifier's reports"
_WEBSCAN = "straight between the 2011 nodes; agrees with a verifier's 2024 reports"

_EDGE_CONTRAST = Row(((15, PASS),), _AIM, steps=True)
_LINEAR_2000: dict[str, Row] = {
    Name.SC: Row(_steps(70, 55, 40, 20), _AIM),
    Name.ECMIN: _EDGE_CONTRAST,
    Name.MOD: Row(_steps(70, 60, 50, 40), _AIM),
    Name.DEF: Row(_steps(15, 20, 25, 30), _AIM),
    Name.DEC: Row(_steps(62, 50, 37, 25), _AIM),
}
_LINEAR_2016: dict[str, Row] = {
    Name.SC: Row(_steps(70, 55, 40, 20), _AXICON, zero=15, whole=True),
    Name.ECMIN: _EDGE_CONTRAST,
    Name.MOD: Row(_steps(70, 60, 50, 40), _AXICON, zero=30, whole=True),
    Name.DEF: Row(_steps(15, 20, 25, 30), _AXICON, whole=True),
    Name.DEC: Row(_steps(62, 50, 37, 25), _AXICON, zero=20, whole=True),
}
_SOLID = Row(_steps(0, 9, 13, 17), "2DTG; " + _MEMORY, steps=True, sure=False)
_RATIO = Row(_steps(6, 8, 10, 12), _MEMORY, below=True, steps=True, sure=False)
_SHARE = Row(_steps(10, 15, 20, 25), "2DTG; " + _MEMORY, below=True, steps=True, sure=False)
_FIXED_PATTERN = {
    **dict.fromkeys(("LLS", "BLS", "LQZ", "BQZ"), _SOLID),
    **dict.fromkeys(("TTR", "RTR"), _RATIO),
    **dict.fromkeys(("TQZ", "RQZ", "TCT", "RCT"), _SHARE),
}
_FIXED_PATTERN_2024 = {
    **_FIXED_PATTERN,
    **dict.fromkeys(
        ("LLS", "BLS", "LQZ", "BQZ"),
        Row(
            ((0, 4.0), (6.25, 3.3), (9, 3.0), (13, 2.0), (17, 1.0)),
            "provisional: one verifier gives 3.3 for 1 and 2 of 32 and of 34 modules; beyond, the 2011 steps",
            steps=True,
            sure=False,
        ),
    ),
    **dict.fromkeys(
        ("TTR", "RTR"), Row(_RATIO.nodes, "provisional: straight between the 2011 nodes", sure=False)
    ),
}
"""The report that tells of 3.3 has an average grade of 3.3: so its 1 of 13 transitions, 3.0 in 2011, is worth
3.1 or more in 2024, as it is straight between the nodes; which is not proven for clock tracks."""
_MATRIX_2011: dict[str, Row] = {
    Name.SC: Row(_steps(70, 55, 40, 20), _COGNEX),
    Name.MOD: Row(_steps(50, 40, 30, 20), _COGNEX + "; " + _VISION),
    Name.CU: Row(_steps(50, 40, 30, 20), _VISION),
    Name.ANU: Row(_steps(6, 8, 10, 12), _VISION + "; Microscan"),
    Name.GNU: Row(_steps(38, 50, 63, 75), _VISION),
    Name.UEC: Row(_steps(62, 50, 37, 25), _VISION),
    Name.AG: Row(((4.0, 4.0), (3.5, 3.0), (3.0, 2.0), (2.5, 1.0)), _VISION),
    **_FIXED_PATTERN,
}
_MATRIX_2024: dict[str, Row] = {
    **{name: Row(row.nodes, _WEBSCAN) for name, row in _MATRIX_2011.items() if name not in _FIXED_PATTERN},
    Name.PRINT_GROWTH: Row(
        ((10, 4.0), (16, 3.6), (22, 3.0), (30, 1.0)),
        "provisional: known are 8 % -> 4.0, 15 % -> 3.7, 16 % -> 3.6; two straight lines fit, this is the "
        "lower of both; beyond 22 % down to the old AIM limit of 30 %",
        sure=False,
    ),
    **_FIXED_PATTERN_2024,
}
_DIRECT: dict[str, Row] = {
    **{name: row for name, row in _MATRIX_2011.items() if name not in {Name.SC, Name.MOD}},
    Name.CC: Row(_steps(30, 25, 20, 15), _COGNEX),
    Name.CM: Row(_steps(50, 40, 30, 20), _COGNEX),
    Name.MR: Row(((5, PASS),), "ISO/IEC TR 29158:2011; the 2020 table was not found", sure=False),
}

TABLES = MappingProxyType(
    {
        Edition.GBT_14258_2003: MappingProxyType(_LINEAR_2000),
        Edition.ISO_15416_2016: MappingProxyType(_LINEAR_2016),
        Edition.GBT_23704_2017: MappingProxyType(_MATRIX_2011),
        Edition.ISO_15415_2024: MappingProxyType(_MATRIX_2024),
        Edition.ISO_29158_2020: MappingProxyType(_DIRECT),
    }
)


def row_of(edition: Edition, name: str) -> Row:
    """Return how an edition grades a parameter.

    Raises:
        KeyError: it does not grade it by its value.
    """
    return TABLES[edition][name]


def grade_of(edition: Edition, name: str, value: float) -> float:
    """Grade a value.

    Args:
        edition: whole grades or decimals.
        name: a ``Name`` or a segment of the fixed pattern (``LLS``, ``TTR`` ...).
        value: in percent, unrounded (``AG``: mean of the segments' grades).

    Returns:
        4.0 to 0.0, whole or with one decimal.

    Raises:
        KeyError: the edition does not grade this parameter by its value.

    >>> grade_of(Edition.GBT_14258_2003, "SC", 69.9), grade_of(Edition.ISO_15416_2016, "SC", 46)
    (3.0, 2.4)
    """
    return one_decimal(exact_grade(edition, name, value))


def exact_grade(edition: Edition, name: str, value: float) -> float:
    """Grade a value without rounding the grade: what the overlay of error correction compares with.

    Args: and errors as ``grade_of``.
    """
    row = row_of(edition, name)
    if not decimal(edition) or row.steps:
        return next((grade for node, grade in row.nodes if _reached(row, value, node)), FAIL)
    return _between(row, float(_rounded(value, "1")) if row.whole else value)


def one_decimal(grade: float) -> float:
    """Round a grade to one decimal, halves up.

    >>> one_decimal(2.35), one_decimal(1.4166)
    (2.4, 1.4)
    """
    return float(_rounded(grade, "0.1"))


def _rounded(value: float, step: str) -> Decimal:
    # By way of the text: binary noise in the sixteenth digit does not decide a grade.
    return Decimal(f"{value:.9f}").quantize(Decimal(step), ROUND_HALF_UP)


def _reached(row: Row, value: float, node: float) -> bool:
    if row.below:
        return value > node if row.more_is_better else value < node
    return value >= node if row.more_is_better else value <= node


def _between(row: Row, value: float) -> float:
    sign = 1.0 if row.more_is_better else -1.0
    nodes = row.nodes if row.zero is None else (*row.nodes, (row.zero, FAIL))
    if sign * value >= sign * nodes[0][0]:
        return nodes[0][1]
    for (upper, better), (lower, worse) in pairwise(nodes):
        if sign * value >= sign * lower:
            return worse + (better - worse) * (value - lower) / (upper - lower)
    return FAIL
