"""How data are written out where people read them."""

_NAMES = {"\x1d": "<GS>", "\x1e": "<RS>", "\x04": "<EOT>"}


def shown(data: str) -> str:
    """Return data with its control characters by name.

    >>> shown("01069" + chr(29) + "10A")
    '01069<GS>10A'
    """
    return "".join(_NAMES.get(one, one if one.isprintable() else f"<{ord(one):02X}>") for one in data)
