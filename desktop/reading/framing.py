"""What goes over the pipe between the program and its reading process, and the bounds of it.

A request is a head of two numbers (width and height in dots) and the rows of the picture; the reply is
a length and that many bytes of JSON. Neither side believes the other: whatever is out of bounds ends the
conversation.
"""

import json
import struct
from typing import IO

HEAD = struct.Struct(">II")
"""Width and height of a picture."""
LENGTH = struct.Struct(">I")
"""How many bytes of JSON follow."""
LONGEST_SIDE = 32_000
"""Dots. A metre and more at 24 dots/mm; longer labels are not made."""
MOST_DOTS = 100_000_000
"""The largest picture: about 12 MB packed, 100 MB when it is unpacked for the decoder."""
LONGEST_REPLY = 1_000_000
"""Bytes. Far more than all symbols of a label can say."""

NO_PICTURE = "no picture"
TOO_LARGE = "too large"
BROKEN = "broken"
"""What the process that opens photos calls its troubles."""


def row_bytes(width: int) -> int:
    """Return how many bytes a row of ``width`` dots takes, eight dots a byte."""
    return (width + 7) // 8


def acceptable(width: int, height: int) -> bool:
    """Tell whether a picture of this size may be sent."""
    return 0 < width <= LONGEST_SIDE and 0 < height <= LONGEST_SIDE and width * height <= MOST_DOTS


def read_exactly(stream: IO[bytes], count: int) -> bytes:
    """Read ``count`` bytes.

    Raises:
        EOFError: the other side closed the pipe before that.
    """
    parts = bytearray()
    while len(parts) < count:
        part = stream.read(count - len(parts))
        if not part:
            raise EOFError
        parts += part
    return bytes(parts)


FRAME = struct.Struct(">IQ")
"""Bytes of JSON and bytes behind it: what goes both ways between the program and a process that stays."""


def write_frame(stream: IO[bytes], head: dict[str, object], body: bytes | bytearray | memoryview) -> None:
    """Send one message."""
    said = json.dumps(head).encode()
    stream.write(FRAME.pack(len(said), len(body)) + said)
    stream.write(body)
    stream.flush()


def read_frame(stream: IO[bytes], most: int) -> tuple[dict[str, object], bytearray]:
    """Receive one message.

    Args:
        stream: of the other side.
        most: bytes that may stand behind the JSON.

    Raises:
        EOFError: the other side closed the pipe.
        ValueError: it is no message.
    """
    said, size = FRAME.unpack(read_exactly(stream, FRAME.size))
    if said > LONGEST_REPLY or size > most:
        raise ValueError(f"message of {said} and {size} bytes")
    head = json.loads(read_exactly(stream, said))
    if not isinstance(head, dict):
        raise ValueError(f"message with {str(head)[:100]}")  # noqa: TRY004 (a wrong value, not a wrong call)
    body = bytearray(size)
    rest = memoryview(body)
    while rest:
        count = stream.readinto(rest)  # type: ignore[attr-defined]
        if not count:
            raise EOFError
        rest = rest[count:]
    return head, body
