"""Cuts what a Zebra printer is sent into formats, immediate commands, downloads and SGD questions."""

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

STREAM_LIMIT: Final = 4 * 1024 * 1024
"""Bytes of one format or download; a real printer's memory ends somewhere too."""


class ItemKind(Enum):
    """What an item is."""

    FORMAT = auto()
    """From ^XA to ^XZ."""
    COMMAND = auto()
    """A ~ command with its parameters."""
    QUESTION = auto()
    """The name of a setting that is asked for."""
    SETTING = auto()
    """The name of a setting that is to have a new value."""
    JUNK = auto()
    """Bytes that are nothing; a printer lets them pass."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that was sent, without ^XA, ^XZ, ~ or the SGD frame."""

    kind: ItemKind
    text: str
    value: str = ""
    """What a setting is set to."""


_GETVAR: Final = re.compile(rb'! U1 getvar "([^"\r\n]{0,200})"[ \r]*\n?')
_SETVAR: Final = re.compile(rb'! U1 setvar "([^"\r\n]{0,200})" "([^"\r\n]{0,200})"[ \r]*\n?')
_PARAMETERLESS: Final = (b"~HS", b"~HI", b"~HQES", b"~JA", b"~JR", b"~PP", b"~PS", b"~JP")


class ZplStream:
    """Takes bytes as they come and returns the items that are complete."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._searched = 0

    def feed(self, data: bytes) -> list[Item]:
        """Take the next bytes and return the items that are complete now."""
        self._buffer += data
        items = []
        while (item := self._cut()) is not None:
            items.append(item)
        return items

    def _cut(self) -> Item | None:
        buffer = self._buffer
        blank = len(buffer) - len(buffer.lstrip(b"\r\n \0"))
        if blank:
            del buffer[:blank]
        if not buffer:
            return None
        if len(buffer) > STREAM_LIMIT:
            return self._take(len(buffer), ItemKind.JUNK)
        if buffer.startswith(b"^XA"):
            return self._cut_format()
        if buffer.startswith(b"~"):
            return self._cut_command()
        if buffer.startswith(b"!"):
            return self._cut_question()
        if buffer == b"^"[: len(buffer)] or buffer == b"^X":
            return None
        return self._cut_junk()

    def _cut_format(self) -> Item | None:
        end = self._buffer.find(b"^XZ", max(3, self._searched))
        if end < 0:
            self._searched = max(3, len(self._buffer) - 2)
            return None
        text = self._buffer[3:end].decode("utf-8", "replace")
        del self._buffer[: end + 3]
        self._searched = 0
        return Item(ItemKind.FORMAT, text)

    def _cut_command(self) -> Item | None:
        for command in _PARAMETERLESS:
            if self._buffer.startswith(command):
                text = self._buffer[1 : len(command)].decode()
                del self._buffer[: len(command)]
                return Item(ItemKind.COMMAND, text)
        # A download ends where the next command begins.
        ends = [at for mark in b"^~!" if (at := self._buffer.find(mark, 1)) >= 0]
        if not ends:
            return None
        item = Item(ItemKind.COMMAND, self._buffer[1 : min(ends)].decode("utf-8", "replace"))
        del self._buffer[: min(ends)]
        return item

    def _cut_question(self) -> Item | None:
        match = _GETVAR.match(self._buffer)
        if match is not None:
            name = match[1].decode("utf-8", "replace")
            del self._buffer[: match.end()]
            return Item(ItemKind.QUESTION, name)
        match = _SETVAR.match(self._buffer)
        if match is not None:
            name, value = (part.decode("utf-8", "replace") for part in match.groups())
            del self._buffer[: match.end()]
            return Item(ItemKind.SETTING, name, value)
        end = self._buffer.find(b"\n")
        return None if end < 0 else self._take(end + 1, ItemKind.JUNK)

    def _cut_junk(self) -> Item:
        ends = [at for mark in b"^~!" if (at := self._buffer.find(mark, 1)) >= 0]
        return self._take(min(ends, default=len(self._buffer)), ItemKind.JUNK)

    def _take(self, count: int, kind: ItemKind) -> Item:
        text = self._buffer[:count].decode("utf-8", "replace")
        del self._buffer[:count]
        return Item(kind, text)
