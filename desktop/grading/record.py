"""Grades as a machine reads them, by the names of the truth tables of reference pictures."""

from collections.abc import Sequence

import numpy

from desktop.grading.editions import is_matrix
from desktop.grading.formal import at_most, formal, letter
from desktop.grading.matrix_growth import ACROSS, DOWN
from desktop.grading.model import Name, Parameter, Scan, SymbolGrade
from desktop.grading.words import LINEAR_KEYS

_WITHOUT_UNIT = frozenset({Name.CU, Name.AG, Name.FPD, ACROSS, DOWN})
"""Their values are told without ``_pct``, as the truth tables have them."""


def symbol_record(symbol: SymbolGrade, language: str) -> dict[str, object]:
    """Return one symbol.

    Args:
        symbol: graded or not.
        language: of the sentences in it.
    """
    parameters = _parameters(symbol.parameters, language, linear=not is_matrix(symbol.symbology))
    if symbol.modules is not None:
        parameters |= _place_of_worst(symbol)
    return {
        "symbology": symbol.symbology,
        "symbology_identifier": symbol.identifier,
        "data": symbol.data,
        "edition": symbol.edition.value,
        "grade": symbol.grade,
        "letter": None if symbol.grade is None else letter(symbol.grade),
        "formal": formal(symbol),
        "at_most": at_most(symbol),
        "aperture_mm": _number(symbol.aperture_mm),
        "module_px": _number(symbol.module_px),
        "module_mm": _number(symbol.module_mm),
        "corners": [[_number(x), _number(y)] for x, y in symbol.corners],
        "parameters": parameters,
        "provisional": [str(one.name) for one in symbol.parameters if one.provisional],
        "scans": [_scan(scan, language) for scan in symbol.scans],
        "not_measurable": [reason.in_language(language) for reason in symbol.not_measurable],
    }


def _scan(scan: Scan, language: str) -> dict[str, object]:
    return {
        "number": scan.number,
        "grade": scan.grade,
        "data": scan.data,
        "start": [_number(place) for place in scan.start],
        "end": [_number(place) for place in scan.end],
        **_parameters(scan.parameters, language, linear=True),
    }


def _parameters(parameters: Sequence[Parameter], language: str, *, linear: bool) -> dict[str, object]:
    told: dict[str, object] = {}
    for one in parameters:
        key = next((key for name, key in LINEAR_KEYS.items() if linear and name == one.name), str(one.name))
        if one.value is not None:
            told[key if one.name in _WITHOUT_UNIT else f"{key}_pct"] = _number(one.value)
        told[f"{key}_grade"] = one.grade
        if one.note is not None:
            told[f"{key}_note"] = one.note.in_language(language)
        if one.provisional:
            told[f"{key}_provisional"] = True
        if one.places:
            told[f"{key}_at"] = [_number(place) for place in one.places[0]]
    return told


def _place_of_worst(symbol: SymbolGrade) -> dict[str, object]:
    """Return the row and column of the module where contrast uniformity is worst, from 0."""
    place = next((one.places[0] for one in symbol.parameters if one.name == Name.CU and one.places), None)
    if place is None or symbol.modules is None:
        return {}
    distances = (symbol.modules.x - place[0]) ** 2 + (symbol.modules.y - place[1]) ** 2
    row, column = numpy.unravel_index(int(distances.argmin()), distances.shape)
    return {"CU_at": [int(row) - 1, int(column) - 1]}


def _number(value: float | None) -> float | None:
    return None if value is None else round(float(value), 4)
