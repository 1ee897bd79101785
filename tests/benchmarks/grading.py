"""How exact and how fast grading is: ``python -m tests.benchmarks.grading [--anchors DIR] [--misses]``.

First the synthetic suite, each figure against its exact value; then, if a folder of reference images is given
or ``PACKMARK_ANCHORS`` names one, those; then speed and memory.
"""

import argparse
import os
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from desktop.errors import PackmarkError
from desktop.grading.linear import grade_linear
from desktop.grading.matrix import grade_matrix
from desktop.grading.model import Edition, SymbolGrade
from tests.benchmarks.grading_report import report, values_of
from tests.benchmarks.grading_speed import speed
from tests.grading.constructions import X_MM, Construction, linear_constructions, matrix_constructions
from tests.grading.synthetic import Picture

RESOLUTIONS = (5.0, 10.0, 16.0)
"""Pixels a module at which all is measured."""


def main() -> None:
    """Print all tables."""
    asked = argparse.ArgumentParser(description="Measures grading against exact and stated values.")
    asked.add_argument("--anchors", type=Path, default=os.environ.get("PACKMARK_ANCHORS"))
    asked.add_argument("--misses", action="store_true", help="of the synthetic suite, print misses only")
    chosen = asked.parse_args()
    for title, constructions in (("Bars", linear_constructions()), ("DataMatrix", matrix_constructions())):
        _suite(title, constructions, misses=chosen.misses)
    if chosen.anchors is None:
        print("\nNo reference images: neither --anchors nor PACKMARK_ANCHORS names their folder.")
    else:
        report(Path(chosen.anchors))
    speed()


def grade(construction: Construction, picture: Picture) -> SymbolGrade:
    """Grade a synthetic picture by the edition that its values are from."""
    image = picture.image(X_MM)
    found = picture.found(construction.symbology, construction.identifier, construction.data)
    aperture = construction.aperture * X_MM
    if construction.linear:
        return grade_linear(image, found, Edition.ISO_15416_2016, aperture)
    return grade_matrix(image, found, Edition.GBT_23704_2017, aperture)


def _suite(title: str, constructions: Iterable[Construction], *, misses: bool) -> None:
    print(f"\nSynthetic suite: {title}")
    kept, asked, worst = (
        Counter[tuple[float, str]](),
        Counter[tuple[float, str]](),
        dict[tuple[float, str], float](),
    )
    for px in RESOLUTIONS:
        for construction in constructions:
            measured = _measured(construction, px)
            for parameter, expected in construction.expected.items():
                error = measured.get(parameter, float("inf")) - expected
                good = abs(error) <= construction.tolerance(parameter, px)
                place = (px, parameter + (" distorted" if construction.distorted else ""))
                asked[place] += 1
                kept[place] += good
                worst[place] = max(worst.get(place, 0.0), abs(error))
                if not (good and misses):
                    print(
                        f"  {px:4.0f} px {construction.name:52} {parameter:9} expected {expected:7.2f} "
                        f"measured {measured.get(parameter, float('nan')):7.2f} error {error:+6.2f} "
                        f"{'ok' if good else 'MISS'}"
                    )
    for place, count in asked.items():
        verdict = "pass" if kept[place] == count else "FAIL"
        print(
            f"  {verdict}  {place[0]:4.0f} px {place[1]:15} {kept[place]}/{count}  worst {worst[place]:.2f}"
        )


def _measured(construction: Construction, px: float) -> dict[str, float]:
    try:
        return values_of(grade(construction, construction.picture(px)))
    except PackmarkError as error:
        print(f"  {px:4.0f} px {construction.name}: {error}")
        return {}


if __name__ == "__main__":
    main()
