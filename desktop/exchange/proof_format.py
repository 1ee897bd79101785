r"""The proof of uniqueness as it is signed: format ``packmark-uniqueness-1``.

A file of this format is one JSON object with four members and no others: ``facts`` (``NAMES`` below, whole
numbers and strings only), ``public_key`` (the 32 bytes of an Ed25519 key in base64), ``fingerprint`` (SHA-256
of these bytes in hex) and ``signature`` (64 bytes in base64). Signed are the facts as canonical JSON by
RFC 8785: UTF-8, members in the order of their names, no spaces, no line feed at the end.

Whoever has no Packmark checks it with jq and OpenSSL 3 or newer::

    jq -cSj .facts proof.json > facts
    jq -r .signature proof.json | base64 -d > signature
    jq -r .public_key proof.json | base64 -d > key
    sha256sum key        # must be the fingerprint that the plant told by another way
    (printf '\060\052\060\005\006\003\053\145\160\003\041\000'; cat key) > key.der
    openssl pkeyutl -verify -pubin -keyform DER -inkey key.der -rawin -in facts -sigfile signature

and, with the codes, one on a line: ``sort codes.txt | sha256sum`` gives the fact ``sha256``.
"""

import base64
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from desktop import __version__
from desktop.errors import InputError
from desktop.exchange.incoming import open_incoming, read_some
from desktop.signing import KEY_BYTES, SIGNATURE_BYTES, PublicKey, StationKey, from_base64
from desktop.texts import Text, say

FORMAT: Final = "packmark-uniqueness-1"
MOST_BYTES = 65_536
"""Of a file; a right one has about 900."""
_MOST_NUMBER = 2**53
"""Whole numbers up to here are the same in every program that reads JSON (RFC 8259, section 6)."""

_OVER: Final = "all codes in the order of their digits, each followed by a line feed"
_MEMBERS = ("facts", "public_key", "fingerprint", "signature")
_SHA256 = re.compile(r"[0-9a-f]{64}")

NAMES: Mapping[str, type] = {
    "format": str,
    "codes": int,
    "repeats": int,
    "files": int,
    "at": str,
    "by": str,
    "program": str,
    "sha256": str,
    "sha256_over": str,
    "audit_records": int,
    "audit_head": str,
}
"""The facts, each with its type. ``at`` is a time in UTC as ``datetime.isoformat`` writes it."""


@dataclass(frozen=True, slots=True)
class UniquenessFacts:
    """What was found in one walk through all codes, and the audit record that holds it."""

    codes: int
    repeats: int
    """Codes that stood behind the same code."""
    files: int
    """Imported files that the codes came in."""
    at: datetime
    by: str
    sha256: str
    """Over all codes in the order of their digits, each with a line feed."""
    audit_records: int
    audit_head: str
    """The head of the audit trail with the record of this proof."""
    program: str = f"Packmark {__version__}"

    def as_json(self) -> dict[str, object]:
        """Return the facts as they stand in the file."""
        return {
            "format": FORMAT,
            "codes": self.codes,
            "repeats": self.repeats,
            "files": self.files,
            "at": self.at.astimezone(UTC).isoformat(),
            "by": self.by,
            "program": self.program,
            "sha256": self.sha256,
            "sha256_over": _OVER,
            "audit_records": self.audit_records,
            "audit_head": self.audit_head,
        }

    def signed_bytes(self) -> bytes:
        """Return the bytes that are signed."""
        text = json.dumps(self.as_json(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return text.encode()

    def sign(self, key: StationKey) -> "UniquenessProof":
        """Sign the facts."""
        return UniquenessProof(self, key.public, key.public.fingerprint, key.sign(self.signed_bytes()))


@dataclass(frozen=True, slots=True)
class UniquenessProof:
    """Facts, and whose they are said to be. A proof that was read from a file may be forged."""

    facts: UniquenessFacts
    key: PublicKey
    fingerprint: str
    """As the file says; that of ``key`` if nobody changed one of the two."""
    signature: bytes

    @property
    def signature_text(self) -> str:
        """The signature in base64."""
        return base64.b64encode(self.signature).decode()

    def faults(self) -> tuple[Text, ...]:
        """Say what does not fit together; nothing, if the key's owner signed these very facts."""
        found = []
        if self.fingerprint != self.key.fingerprint:
            found.append(
                say(
                    "The fingerprint in the file is {stated}, but that of its public key is {found}: one of "
                    "the two was changed.",
                    stated=self.fingerprint,
                    found=self.key.fingerprint,
                )
            )
        if not self.key.fits(self.signature, self.facts.signed_bytes()):
            found.append(
                say(
                    "The signature does not fit: the facts, the signature or the public key were changed "
                    "after the facts were signed."
                )
            )
        return tuple(found)

    @property
    def sentence(self) -> Text:
        """What the proof says, and what it does not."""
        facts = self.facts
        return say(
            "On {when} UTC this plant had {count} codes from {files} files, {repeats} of them twice. "
            "The SHA-256 over all of them in the order of their digits, each followed by a line feed, "
            "is as stated: whoever has the same codes computes the same. It stands in the audit trail, "
            "whose head is stated too, and neither can be changed later without the other showing it. "
            "The signature shows that a program which holds the key of this station wrote these facts and "
            "that nobody changed them since; whose key it is, only the fingerprint tells that the plant gave "
            "by another way. It shows neither who sat at the program, nor that these are all codes that the "
            "platform issued.",
            when=f"{facts.at:%Y-%m-%d %H:%M:%S}",
            count=facts.codes,
            files=facts.files,
            repeats=facts.repeats,
        )


def read_proof(path: Path) -> UniquenessProof:
    """Read the file of a proof without believing it.

    Raises:
        InputError: there is no such file, or it is no proof of this format; the sentence names what is wrong.
        StorageError: the disk fails.
    """
    name = path.name
    with open_incoming(path) as stream:
        content = read_some(stream, MOST_BYTES + 1, name)
    if len(content) > MOST_BYTES:
        raise InputError(
            say(
                "{name} has more than {most} bytes: it is no proof of uniqueness, which has about a "
                "thousand. Choose the .json file that Packmark wrote.",
                name=name,
                most=MOST_BYTES,
            )
        )
    try:
        document = json.loads(content.decode("utf-8"), object_pairs_hook=_without_doubles)
        # A half of a surrogate pair cannot be written as UTF-8, so nobody can have signed it.
        json.dumps(document, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise _no_proof(name, say("it is not readable as JSON, or names a member twice")) from error
    members = _members(name, document, dict.fromkeys(_MEMBERS, str) | {"facts": dict}, "")
    facts = _members(name, members["facts"], NAMES, "facts.")
    _require_digest(name, "fingerprint", members["fingerprint"])
    key = PublicKey(_bytes(name, "public_key", members, KEY_BYTES))
    signature = _bytes(name, "signature", members, SIGNATURE_BYTES)
    return UniquenessProof(_facts(name, facts), key, str(members["fingerprint"]), signature)


def _without_doubles(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Refuse a name that stands twice, of which programs take different ones."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError
    return found


def _members(name: str, found: object, expected: Mapping[str, type], path: str) -> dict[str, object]:
    if not isinstance(found, dict):
        raise _no_proof(name, say("it is no JSON object"))
    for member in sorted(found.keys() ^ expected.keys()):
        if member in expected:
            raise _no_proof(name, say("{member} is missing", member=path + member))
        raise _no_proof(name, say("{member} does not belong there", member=_shown(path + member)))
    for member, kind in expected.items():
        value = found[member]
        # True is a whole number to Python and to nobody else.
        if type(value) is not kind or (isinstance(value, int) and not 0 <= value <= _MOST_NUMBER):
            raise _wrong(name, path + member, value, _EXPECTED[kind])
    return found


def _facts(name: str, facts: Mapping[str, object]) -> UniquenessFacts:
    if facts["format"] != FORMAT:
        raise InputError(
            say(
                "{name} has the format {found}; this program knows {known}. Check it with the program that "
                "wrote it.",
                name=name,
                found=_shown(facts["format"]),
                known=FORMAT,
            )
        )
    if facts["sha256_over"] != _OVER:
        raise _wrong(name, "facts.sha256_over", facts["sha256_over"], _OVER)
    for member in ("sha256", "audit_head"):
        _require_digest(name, f"facts.{member}", facts[member])
    read = UniquenessFacts(
        int(str(facts["codes"])),
        int(str(facts["repeats"])),
        int(str(facts["files"])),
        _moment(name, str(facts["at"])),
        str(facts["by"]),
        str(facts["sha256"]),
        int(str(facts["audit_records"])),
        str(facts["audit_head"]),
        str(facts["program"]),
    )
    assert read.as_json() == facts
    return read


def _bytes(name: str, member: str, members: Mapping[str, object], size: int) -> bytes:
    try:
        return from_base64(str(members[member]), size)
    except InputError as error:
        raise _wrong(name, member, members[member], say("{size} bytes in base64", size=size)) from error


def _require_digest(name: str, member: str, found: object) -> None:
    if not _SHA256.fullmatch(str(found)):
        raise _wrong(name, member, found, say("64 hex digits in lower case"))


def _moment(name: str, text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is not UTC or found.isoformat() != text:
        raise _wrong(name, "facts.at", text, say("a time in UTC such as 2026-03-02T08:00:00+00:00"))
    return found


_EXPECTED: Mapping[type, Text] = {
    str: say("a text"),
    int: say("a whole number from 0"),
    dict: say("a JSON object"),
}


def _wrong(name: str, member: str, found: object, expected: Text | str) -> InputError:
    return _no_proof(
        name,
        say(
            "{member} is {found}, expected {expected}",
            member=member,
            found=_shown(found),
            expected=expected,
        ),
    )


def _shown(found: object) -> str:
    """Show a value of a hostile file: short, on one line, and nothing that a terminal obeys."""
    return "..." if isinstance(found, (dict, list)) else json.dumps(found)[:100]


def _no_proof(name: str, why: Text) -> InputError:
    return InputError(
        say(
            "{name} is no proof of uniqueness: {why}. Choose the .json file that Packmark wrote.",
            name=name,
            why=why,
        )
    )
