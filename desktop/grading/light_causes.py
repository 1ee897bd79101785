"""Causes that show in how light and dark a symbol is: stock, ink, a soft picture, a quiet zone."""

from collections.abc import Iterator

from desktop.grading.cause import Cause, CauseKind, Likelihood
from desktop.grading.model import Name, Parameter, SymbolGrade
from desktop.grading.symbol_sheet import Sheet
from desktop.texts import say

_LEAST_STOCK = 60.0
"""Percent of reflectance. With black at 5 % a stock of 60 % has a contrast that is graded 3."""
_PALE, _VERY_PALE = 0.3, 0.5
"""Rmin over Rmax; at the second it fails (ISO/IEC 15416, minimum reflectance)."""
_FULL = 4.0
_QUIET = (Name.QUIET_ZONE, "LQZ", "BQZ", "TQZ", "RQZ")


def light_causes(symbol: SymbolGrade, sheet: Sheet | None, *, calibrated: bool) -> Iterator[Cause]:
    """Yield what reflectance, sharpness and quiet zones of a symbol tell."""
    found = {one.name: one for one in symbol.parameters}
    yield from _contrast(found, calibrated=calibrated)
    quiet = [found[name] for name in _QUIET if name in found]
    bad = [one for one in quiet if one.grade is not None and one.grade < _FULL]
    if bad:
        yield Cause(
            CauseKind.QUIET_ZONE,
            Likelihood.LIKELY,
            say("Something stands in a quiet zone of the symbol, or the print is out of place."),
            say(
                "Compare the label with its design: move what is too near, or adjust where the printer "
                "prints."
            ),
            tuple((f"{one.name} %", one.value) for one in bad if one.value is not None),
            tuple(place for one in bad for place in one.places),
        )
    if sheet is not None and sheet.soft:
        yield Cause(
            CauseKind.BLUR,
            Likelihood.POSSIBLE,
            say(
                "Edges are spread over {spread} modules: the picture is out of focus or of too few pixels, "
                "or the ink runs.",
                spread=f"{2 * sheet.softness:.1f}",
            ),
            say("Take a sharper picture first. If the next is as soft, look at ink, ribbon and stock."),
            (("spread modules", sheet.softness),),
        )


def _contrast(found: dict[str, Parameter], *, calibrated: bool) -> Iterator[Cause]:
    light, dark = found.get(Name.RMAX), found.get(Name.RMIN)
    if light is None or dark is None or light.value is None or dark.value is None or light.value <= 0:
        return
    ratio = dark.value / light.value
    if ratio > _PALE:
        yield Cause(
            CauseKind.INK,
            Likelihood.LIKELY if ratio > _VERY_PALE or _costs(found) else Likelihood.POSSIBLE,
            say(
                "Dark reflects {dark} %, and light {light} %: the print is pale or not black to red light.",
                dark=round(dark.value),
                light=round(light.value),
            ),
            say(
                "Raise the darkness, take another ribbon or ink, or clean the head; colours must be dark to "
                "red light."
            ),
            (("Rmin %", dark.value), ("Rmax %", light.value)),
            dark.places,
        )
    if light.value < _LEAST_STOCK:
        yield Cause(
            CauseKind.STOCK,
            Likelihood.LIKELY if calibrated else Likelihood.POSSIBLE,
            say("Light reflects {light} % only: the stock is too dark.", light=round(light.value))
            if calibrated
            else say(
                "Light reads {light} % only: the stock is dark, or the picture is, as it is not calibrated.",
                light=round(light.value),
            ),
            say("Take a whiter or more opaque stock, or print a white ground first.")
            if calibrated
            else say("Calibrate with a card of known reflectance first."),
            (("Rmax %", light.value),),
            light.places,
        )


def _costs(found: dict[str, Parameter]) -> bool:
    contrast = found.get(Name.SC)
    return contrast is not None and contrast.grade is not None and contrast.grade < _FULL
