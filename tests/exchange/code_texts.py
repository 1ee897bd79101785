"""Code files for tests: made here by hand, not by what is tested."""

from pathlib import Path

PREFIX = "8999901"
CODES = [
    f"{PREFIX}{serial:09d}{secret}" for serial, secret in enumerate(("4711", "0815", "1234", "9999"), 500)
]


def header(**fields: str) -> str:
    """Return a header that fits ``CODES``; ``fields`` replaces some of it."""
    values = {
        "f0": "",
        "f1": "",
        "res_code": "999901",
        "sub_type": "9990001001",
        "level": "1",
        "begin": CODES[0],
        "end": CODES[-1],
        "code_head": "8",
    }
    assert fields.keys() <= values.keys()
    return "#".join((values | fields).values())


def text(*lines: str, end: str = "\n") -> str:
    """Return the lines, each with its end."""
    return "".join(line + end for line in lines)


def file(folder: Path, content: str | bytes) -> Path:
    """Put ``content`` into ``codes.txt``; text becomes UTF-8, its line ends stay."""
    path = folder / "codes.txt"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path
