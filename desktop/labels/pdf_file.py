"""A PDF file that is written as its pages come, so that ten thousand labels take no more memory than one.

Only the places of what was written are kept, where reportlab, which draws the reports, keeps all pages
until it saves them. Format: ISO 32000-1:2008, 7.5 (file structure).
"""

import zlib
from typing import BinaryIO, Final

_LEVEL: Final = 6
_CATALOGUE, _TREE, _RESOURCES, _INFO = 1, 2, 3, 4
"""Objects whose numbers are known before they can be written."""


class PdfFile:
    """Writes one file: ``add`` and ``page`` as often as wanted, then ``close``.

    The same calls make the same bytes: there is no time and no random number in it.
    """

    def __init__(self, out: BinaryIO) -> None:
        """Begin a file in ``out``, which is only written to."""
        self._out = out
        self._at = 0
        self._places = dict.fromkeys((_CATALOGUE, _TREE, _RESOURCES, _INFO), 0)
        self._pages: list[int] = []
        self._drawn: dict[str, int] = {}
        self._write(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")

    def __contains__(self, name: str) -> bool:
        """Tell whether something was added under this name."""
        return name in self._drawn

    def add(self, name: str, kind: str, content: bytes) -> None:
        """Add what pages may draw by its ``name``, once for all of them.

        Args:
            name: letters and digits.
            kind: the entries of its dictionary, such as ``/Subtype /Form /BBox [0 0 9 9]``.
            content: the data.
        """
        self._drawn[name] = self._stream(f"/Type /XObject {kind} ", content)

    def page(self, width: float, height: float, content: str) -> None:
        """Add a page of ``width`` x ``height`` points that draws ``content``."""
        drawn = self._stream("", content.encode("ascii"))
        self._pages.append(
            self._object(
                f"<< /Type /Page /Parent {_TREE} 0 R /MediaBox [0 0 {number(width)} {number(height)}]"
                f" /Resources {_RESOURCES} 0 R /Contents {drawn} 0 R >>".encode()
            )
        )

    def close(self, title: str) -> None:
        """Write the end of the file, which calls itself ``title``; ``out`` stays open."""
        kids = " ".join(f"{page} 0 R" for page in self._pages)
        objects = " ".join(f"/{name} {at} 0 R" for name, at in self._drawn.items())
        named = (b"\xfe\xff" + title.encode("utf-16-be")).hex().upper()
        self._object(f"<< /Type /Catalog /Pages {_TREE} 0 R >>".encode(), _CATALOGUE)
        self._object(f"<< /Type /Pages /Count {len(self._pages)} /Kids [{kids}] >>".encode(), _TREE)
        self._object(f"<< /ProcSet [/PDF /ImageB] /XObject << {objects} >> >>".encode(), _RESOURCES)
        self._object(f"<< /Title <{named}> /Creator (Packmark) /Producer (Packmark) >>".encode(), _INFO)
        start, count = self._at, len(self._places) + 1
        self._write(f"xref\n0 {count}\n0000000000 65535 f \n".encode())
        for _, place in sorted(self._places.items()):
            self._write(b"%010d 00000 n \n" % place)
        self._write(
            f"trailer\n<< /Size {count} /Root {_CATALOGUE} 0 R /Info {_INFO} 0 R >>\n"
            f"startxref\n{start}\n%%EOF\n".encode()
        )

    def _stream(self, entries: str, content: bytes) -> int:
        packed = zlib.compress(content, _LEVEL)
        head = f"<< {entries}/Filter /FlateDecode /Length {len(packed)} >>\nstream\n".encode()
        return self._object(head + packed + b"\nendstream")

    def _object(self, content: bytes, at: int = 0) -> int:
        """Write an object and return its number: the next one, if none was reserved for it."""
        at = at or len(self._places) + 1
        self._places[at] = self._at
        self._write(b"%d 0 obj\n%b\nendobj\n" % (at, content))
        return at

    def _write(self, data: bytes) -> None:
        self._out.write(data)
        self._at += len(data)


def number(value: float) -> str:
    """Write a number as PDF does: no exponent, no needless zeros.

    >>> number(0.354330708661417), number(24.0), number(-0.02)
    ('0.354330708661', '24', '-0.02')
    """
    return f"{value:.12f}".rstrip("0").rstrip(".")
