"""What the data code words of a QR Code say (ISO/IEC 18004:2015, 7.4)."""

from desktop.symbols.symbology import GS

_NUMERIC, _ALPHANUMERIC, _APPEND, _BYTES, _KANJI = 1, 2, 3, 4, 8
_FNC1, _ECI, _FNC1_SECOND = 5, 7, 9
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
"""ISO/IEC 18004:2015, table 5."""
_LENGTHS = {_NUMERIC: (10, 12, 14), _ALPHANUMERIC: (9, 11, 13), _BYTES: (8, 16, 16), _KANJI: (8, 10, 12)}
"""Bits of the character count of versions 1 to 9, 10 to 26, 27 to 40: ISO/IEC 18004:2015, table 3."""
_CHARSETS = {
    1: "latin-1",
    3: "latin-1",
    20: "shift_jis",
    26: "utf-8",
    27: "ascii",
    28: "big5",
    29: "gb18030",
    32: "gb18030",
    170: "ascii",
}


class _UnreadableError(Exception):
    """Bits that no encoder writes."""


def said(words: list[int], version: int) -> tuple[str, str]:
    """Return the text of data code words, and its symbology identifier; no text where they make no sense.

    >>> said([0x10, 0x0C, 0x7B, 0x00], 1)
    ('123', ']Q1')
    """
    message = _Message(words, version)
    try:
        message.read()
    except (_UnreadableError, UnicodeDecodeError, LookupError):
        return "", message.identifier
    return message.text, message.identifier


class _Message:
    """Bits being read, one segment after the other."""

    def __init__(self, words: list[int], version: int) -> None:
        self.text = ""
        self._bits = "".join(f"{word:08b}" for word in words)
        self._at = 0
        self._size = 0 if version <= 9 else 1 if version <= 26 else 2
        self._charset: str | None = None
        self._function = 0

    @property
    def identifier(self) -> str:
        """Of ISO/IEC 15424: 1 plain, 3 FNC1 first (GS1), 5 FNC1 second; one more with an ECI."""
        return f"]Q{1 + self._function + (self._charset is not None)}"

    def read(self) -> None:
        segments = {
            _NUMERIC: self._numeric,
            _ALPHANUMERIC: self._alphanumeric,
            _BYTES: self._bytes,
            _KANJI: self._kanji,
        }
        while len(self._bits) - self._at >= 4:
            mode = self._take(4)
            if mode == 0:
                return
            segment = segments.get(mode)
            if segment is not None:
                self.text += segment(self._take(_LENGTHS[mode][self._size]))
            else:
                self._control(mode)

    def _take(self, count: int) -> int:
        if self._at + count > len(self._bits):
            raise _UnreadableError
        self._at += count
        return int(self._bits[self._at - count : self._at], 2)

    def _control(self, mode: int) -> None:
        if mode == _ECI:
            self._charset = _CHARSETS.get(self._interpretation(), "latin-1")
        elif mode == _FNC1:
            self._function = 2
        elif mode == _FNC1_SECOND:
            self._function = 4
            self._take(8)
        elif mode == _APPEND:
            self._take(16)
        else:
            raise _UnreadableError

    def _interpretation(self) -> int:
        """Extended channel interpretation of one to three bytes: ISO/IEC 18004:2015, table 4."""
        first = self._take(8)
        if first < 0x80:
            return first
        if first < 0xC0:
            return (first & 0x3F) << 8 | self._take(8)
        return (first & 0x1F) << 16 | self._take(16)

    def _numeric(self, count: int) -> str:
        parts = []
        for begin in range(0, count, 3):
            digits = min(3, count - begin)
            value = self._take((0, 4, 7, 10)[digits])
            if value >= 10**digits:
                raise _UnreadableError
            parts.append(f"{value:0{digits}d}")
        return "".join(parts)

    def _alphanumeric(self, count: int) -> str:
        parts = []
        for _ in range(count // 2):
            first, second = divmod(self._take(11), 45)
            parts += [_ALPHABET[first], _ALPHABET[second]]
        if count % 2:
            parts.append(_ALPHABET[self._take(6)])
        text = "".join(parts)
        if not self._function:
            return text
        # In the modes of FNC1 a % is a separator, two of them are a %.
        return GS.join(part.replace("\0", "%") for part in text.replace("%%", "\0").split("%"))

    def _bytes(self, count: int) -> str:
        spoken = bytes(self._take(8) for _ in range(count))
        if self._charset is not None:
            return spoken.decode(self._charset, errors="replace")
        # The standard says ISO/IEC 8859-1; encoders write UTF-8, which hardly anything else is by chance.
        try:
            return spoken.decode("utf-8")
        except UnicodeDecodeError:
            return spoken.decode("latin-1")

    def _kanji(self, count: int) -> str:
        spoken = bytearray()
        for _ in range(count):
            high, low = divmod(self._take(13), 0xC0)
            pair = high << 8 | low
            pair += 0x8140 if pair < 0x1F00 else 0xC140
            spoken += pair.to_bytes(2, "big")
        return spoken.decode("shift_jis")
