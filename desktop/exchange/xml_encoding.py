"""The encoding that an XML file declares: platforms of this field write GB2312 as well as UTF-8."""

import re

from desktop.errors import InputError
from desktop.texts import say

UNDECLARED = "utf-8"
"""What XML is in where nothing is declared."""

_DECLARED = re.compile(rb"""^<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_ENCODINGS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "utf-8",
    # GB2312 and GBK are parts of GB18030, and files that declare one often hold signs of the next.
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
}


def declared_encoding(head: bytes, name: str) -> tuple[str, str] | None:
    """Return how a file says that it is encoded, and what reads that; None if it says nothing.

    Args:
        head: its first bytes, without a byte order mark.
        name: how to call the file.

    Raises:
        InputError: it is an encoding that no file of this field has.
    """
    declared = _DECLARED.match(head)
    if declared is None:
        return None
    label = declared.group(1).decode("ascii")
    encoding = _ENCODINGS.get(label.lower())
    if encoding is None:
        raise InputError(
            say("{name}: encoding {found}, expected UTF-8, GB2312 or GB18030.", name=name, found=label)
        )
    return label, encoding
