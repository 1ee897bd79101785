"""Valid values for every AI, made from the format without our content checks, and our verdict on a value."""

import random
from collections.abc import Mapping, Sequence

from desktop.codes.gs1.checks import value_problems
from desktop.codes.gs1.faults import Severity
from desktop.codes.gs1.table import CHARACTER_SETS, Component, Identifier

GS = "\x1d"
GTIN = "06932833600109"
SSCC = "069328336000000017"

_PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83)

_FIXED: Mapping[str, Sequence[str]] = {
    "yymmd0": ("280229", "280200", "991231"),
    "yymmdd": ("280229", "991231"),
    "yyyymmdd": ("19840229", "20251231"),
    "hhmi": ("0000", "2359"),
    "hh": ("00", "23"),
    "mi": ("00", "59"),
    "ss": ("00", "59"),
    "iso3166": ("156", "276"),
    "iso3166999": ("156", "999"),
    "iso3166alpha2": ("CN", "DE"),
    "iso4217": ("156", "978"),
    "iso5218": ("0", "1", "2", "9"),
    "packagetype": ("9", "1A", "APE"),
    "mediatype": ("01", "10", "80", "99"),
    "yesno": ("0", "1"),
    "winding": ("0", "1", "9"),
    "hyphen": ("-",),
    "zero": ("0",),
    "pieceoftotal": ("0101", "0299"),
    "posinseqslash": ("1/1", "1/9"),
    "latitude": ("0000000000", "1800000000"),
    "longitude": ("0000000000", "3600000000"),
    "importeridx": ("-", "_", "a", "Z", "0"),
    "iban": ("FR7630006000011234567890189", "BE71096123456769", "LC14BOSL123456789012345678901234"),
    "pcenc": ("Ann%20B", "A%2f", "Plain"),
    "couponcode": ("106141416543213150110120",),
    "couponposoffer": ("0000001100000123456",),
}
"""Content check -> values that GS1's own tests of it, or the standard it names, call right."""


def valid_values(identifier: Identifier, seed: int = 0, count: int = 6) -> list[str]:
    """Make valid values: the shortest, the longest, and some between."""
    chance = random.Random(f"{identifier.ai}/{seed}")
    optional = sum(component.optional for component in identifier.components)
    values: list[str] = []
    for number in range(count):
        kept = len(identifier.components) - (number % (optional + 1))
        parts = [_part(component, number, chance) for component in identifier.components[:kept]]
        values.append("".join(parts))
    return list(dict.fromkeys(values))


def _part(component: Component, number: int, chance: random.Random) -> str:
    for check in component.checks:
        if check in _FIXED:
            return _FIXED[check][number % len(_FIXED[check])]
    lengths = (component.longest, component.shortest, chance.randint(component.shortest, component.longest))
    length = lengths[number % 3]
    if any(check.startswith("gcppos") for check in component.checks):
        length = max(length, 7)
    signs = sorted(CHARACTER_SETS[component.kind] - {"="})
    body = "".join(chance.choice(signs) for _ in range(length))
    return _made_right(component, body, chance)


def _made_right(component: Component, body: str, chance: random.Random) -> str:
    checks = component.checks
    if any(check.startswith("gcppos") for check in checks):
        body = "".join(chance.choice("123456789") for _ in range(5)) + body[5:]
    if "nozeroprefix" in checks or "nonzero" in checks:
        body = "1" + body[1:]
    if "hasnondigit" in checks:
        body = body[:5] + "a" + body[6:]
    if "csum" in checks:
        body = body[:-1] + gs1_check_digit(body[:-1])
    if "csumalpha" in checks:
        body = body[:-2] + gs1_check_pair(body[:-2])
    return body


def gs1_check_digit(body: str) -> str:
    """Compute it the slow way, from the text of the General Specifications."""
    total = 0
    weight = 3
    for digit in body[::-1]:
        total += int(digit) * weight
        weight = 4 - weight
    return str((10 - total % 10) % 10)


def gs1_check_pair(body: str) -> str:
    """Compute the pair of a GMN the slow way."""
    order = sorted(CHARACTER_SETS["X"])
    total = sum(order.index(body[-1 - index]) * _PRIMES[index] for index in range(len(body))) % 1021
    pair = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
    return pair[total // 32] + pair[total % 32]


def is_wrong(identifier: Identifier, value: str) -> bool:
    """Tell what we say of a value."""
    return any(problem.severity is Severity.ERROR for problem in value_problems(identifier, value))
