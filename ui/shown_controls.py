"""Text of a scan with its control characters visible, named as in the manuals of scanners."""

_NAMES = (
    *("NUL", "SOH", "STX", "ETX", "EOT", "ENQ", "ACK", "BEL", "BS", "HT", "LF", "VT", "FF", "CR", "SO", "SI"),
    *(
        "DLE",
        "DC1",
        "DC2",
        "DC3",
        "DC4",
        "NAK",
        "SYN",
        "ETB",
        "CAN",
        "EM",
        "SUB",
        "ESC",
        "FS",
        "GS",
        "RS",
        "US",
    ),
)
"""Control characters 0 to 31 (ISO/IEC 646)."""


def shown_controls(text: str) -> str:
    r"""Return ``text`` with its control characters as their names.

    >>> shown_controls("10A\x1d21B\r")
    '10A<GS>21B<CR>'
    """
    return "".join(f"<{_NAMES[ord(one)]}>" if ord(one) < len(_NAMES) else one for one in text)
