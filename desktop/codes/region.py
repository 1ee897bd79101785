"""Administrative divisions of China (GB/T 2260): six digits for province, prefecture and county.

The list of counties changes every year and is not kept here; checked is what does not change.
"""

from desktop.codes.characters import are_digits
from desktop.texts import Text, say

LENGTH = 6

PROVINCES = frozenset(
    (
        *("11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37"),
        *("41", "42", "43", "44", "45", "46", "50", "51", "52", "53", "54"),
        *("61", "62", "63", "64", "65", "71", "81", "82"),
    )
)
"""The first two digits of a division (GB/T 2260)."""

WITHOUT_COUNTIES = frozenset(("441900", "442000", "460400", "620200"))
"""Prefecture-level cities that have no counties (Dongguan, Zhongshan, Danzhou, Jiayuguan): their own code
stands where a county's is asked for."""


def region_fault(code: str) -> Text | None:
    """Say why ``code`` is no county-level division, or None if it may be one."""
    if len(code) != LENGTH or not are_digits(code):
        return say("Division {code}: expected {expected} digits (GB/T 2260).", code=code, expected=LENGTH)
    if code[:2] not in PROVINCES:
        return say("Division {code}: no province begins with {found} (GB/T 2260).", code=code, found=code[:2])
    if code.endswith("00") and code not in WITHOUT_COUNTIES:
        return say(
            "Division {code} ends in 00, so it is a province or a prefecture: "
            "expected the six digits of a county or district (GB/T 2260).",
            code=code,
        )
    return None
