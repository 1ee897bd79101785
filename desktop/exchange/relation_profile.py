"""The switches of a relation file: platforms and their versions read what others refuse.

No official schema of the relation file was ever found. What is written by default is what two real files that
a platform took have in common; each switch is something in which public writers differ. Which one a platform
reads is tried with one small file before it is used.
"""

import json
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import Any

from desktop.errors import InputError
from desktop.exchange.incoming import open_incoming, read_some
from desktop.products.packing import Reading
from desktop.texts import say

_LIMIT = 4_500_000
"""Bytes. Platforms of the first years took files up to 5 MB; no newer number is known."""
_LEAST_LIMIT = 10_000
_PROFILE_SIZE = 64 * 1024


class Encoding(StrEnum):
    """How a relation file is encoded, as it says of itself."""

    UTF_8 = "utf-8"
    GB2312 = "gb2312"
    GB18030 = "gb18030"


class FileName(StrEnum):
    """How a relation file is called."""

    DATED = "dated"
    """Relation_{lot}_{yyyyMMddHHmmss}.xml"""
    PLAIN = "plain"
    """{lot}_RelationCreate.xml"""


class Workshop(StrEnum):
    """How the attribute of the workshop is spelled."""

    LOWER = "workshop"
    MIXED = "workShop"


@dataclass(frozen=True, slots=True)
class RelationProfile:
    """How a relation file is written.

    Attributes:
        name: of the profile.
        capitals: ``Version`` and ``Name``; else ``version`` and ``name``, as three public writers have it.
        workshop: spelling of that attribute.
        reading: what the numbers of ``cascade`` count.
        encoding: of the file.
        indent: each element on a line of its own, indented by two spaces a level.
        empty_parent: the largest packs have an empty ``parentCode``; else none.
        children_carry: packs carry the flag of the pack they are in, too.
        upwards: packs carry the flags of the packs in them, too. No source says so; it is a guess that a case
            is short when a bundle in it is.
        lots: a new ``Batch`` begins where the lot on the packs changes; else all stand under the lot of the
            order. No file with two lots was ever seen.
        single_level: devices: smallest packs only, each with its whole element string.
        limit: bytes of one file; packs of one largest pack stay together. 0: no limit.
        file_name: how files are called.
    """

    name: str = "standard"
    capitals: bool = True
    workshop: Workshop = Workshop.LOWER
    reading: Reading = Reading.CUMULATIVE
    encoding: Encoding = Encoding.UTF_8
    indent: bool = False
    empty_parent: bool = False
    children_carry: bool = True
    upwards: bool = True
    lots: bool = True
    single_level: bool = False
    limit: int = _LIMIT
    file_name: FileName = FileName.DATED

    def __post_init__(self) -> None:
        if self.limit != 0 and self.limit < _LEAST_LIMIT:
            raise InputError(
                say(
                    "A relation file of at most {found} bytes holds no case: expected 0 (no limit) or at "
                    "least {least}.",
                    found=self.limit,
                    least=_LEAST_LIMIT,
                )
            )

    def as_json(self) -> str:
        """Write the profile; the same switches are the same text."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> "RelationProfile":
        """Read a profile; a switch that is not named stands as in the standard profile.

        Raises:
            InputError: it is no JSON object, a switch is unknown, or a value is none of that switch.
        """
        try:
            found = json.loads(text)
        except ValueError as error:
            raise InputError(say("The profile of the relation file is no JSON.")) from error
        if not isinstance(found, dict):
            raise InputError(say("The profile of the relation file is no JSON object."))
        kinds = {field.name: type(getattr(_STANDARD, field.name)) for field in fields(cls)}
        return cls(**{name: _value(str(name), value, kinds) for name, value in found.items()})


def _value(name: str, value: object, kinds: dict[str, type]) -> Any:
    kind = kinds.get(name)
    if kind is None:
        raise InputError(
            say(
                "The profile of the relation file has no switch “{name}”; there are {known}.",
                name=name,
                known=", ".join(kinds),
            )
        )
    if issubclass(kind, StrEnum) and isinstance(value, str) and value in list(kind):
        return kind(value)
    if type(value) is kind:
        return value
    known = ", ".join(kind) if issubclass(kind, StrEnum) else kind.__name__
    raise InputError(
        say(
            "Switch {name} of the relation file is {found}, expected {known}.",
            name=name,
            found=json.dumps(value, ensure_ascii=False),
            known=known,
        )
    )


_STANDARD = RelationProfile()

PROFILES: tuple[RelationProfile, ...] = (
    _STANDARD,
    RelationProfile("lower case", capitals=False),
    RelationProfile("indented", encoding=Encoding.GB2312, indent=True, empty_parent=True),
    RelationProfile("device", empty_parent=True, single_level=True),
)
"""Profiles that come along, by their names."""


def profile_of(name: str) -> RelationProfile:
    """Return a profile by its name, or read it from a JSON file.

    Raises:
        InputError: there is neither, or the file holds no profile.
        StorageError: the disk failed.
    """
    known = {profile.name: profile for profile in PROFILES}
    if name in known:
        return known[name]
    path = Path(name)
    if path.suffix.lower() != ".json":
        raise InputError(
            say(
                "There is no profile “{name}” for relation files: choose one of {known}, or a .json file.",
                name=name,
                known=", ".join(known),
            )
        )
    with open_incoming(path) as stream:
        data = read_some(stream, _PROFILE_SIZE, path.name)
    try:
        return RelationProfile.from_json(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InputError(say("The profile of the relation file is no JSON.")) from error
