"""The key with which a station signs, and the keys of others that its signatures are checked with.

Ed25519 (RFC 8032) by the ``cryptography`` package, loaded when the first key is needed. A station is a
data folder of a computer; the private half of its key is one file there, PKCS8 in PEM without a password,
that only its owner may read. It is no secret from whoever works under that account: a signature tells
which station's program wrote something, never which person.
"""

import base64
import binascii
import os
import stat
import tempfile
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.errors import InputError, StorageError
from desktop.texts import Text, say

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

KEY_FILE = "signing_key.pem"
"""Name of the key file in the data folder."""
KEY_BYTES = 32
SIGNATURE_BYTES = 64
_MOST_BYTES = 4096
"""Of a key file; a right one has about 120."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """The half of a key that anybody may have."""

    raw: bytes

    @classmethod
    def parse(cls, text: str) -> "PublicKey":
        """Read the 32 bytes of a key in base64 (RFC 4648, section 4).

        Raises:
            InputError: it is something else.
        """
        return cls(from_base64(text, KEY_BYTES))

    @property
    def text(self) -> str:
        """The key in base64."""
        return base64.b64encode(self.raw).decode()

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the key's 32 bytes in hex: short enough to be compared over the telephone."""
        return sha256(self.raw).hexdigest()

    def fits(self, signature: bytes, content: bytes) -> bool:
        """Tell whether the other half of this key made ``signature`` for ``content``."""
        from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 (start-up)
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415

        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, content)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True)
class StationKey:
    """Both halves. The private one is shown nowhere."""

    public: PublicKey
    _private: "Ed25519PrivateKey" = field(repr=False, compare=False)

    def sign(self, content: bytes) -> bytes:
        """Return the 64 bytes of the signature for ``content``."""
        return self._private.sign(content)


def station_key(path: Path) -> StationKey:
    """Read the key of this station; make it where there is no file.

    Two programs that make it at the same time end with one and the same key.

    Raises:
        StorageError: the file is damaged, may be read by others, or cannot be read or written. A file that
            is there is never replaced.
    """
    try:
        return _read(path)
    except FileNotFoundError:
        _make(path)
    try:
        return _read(path)
    except FileNotFoundError as error:
        raise _unusable(path, say("it disappeared while it was made")) from error


def from_base64(text: str, size: int) -> bytes:
    """Read exactly ``size`` bytes in their one base64 form. Raises ``InputError``."""
    try:
        found = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        found = b""
    # A last letter can be written in several ways; only one of them is what was signed and told.
    if len(found) != size or base64.b64encode(found).decode() != text:
        raise InputError(
            say("Expected {size} bytes in base64, found {found}.", size=size, found=repr(text[:100]))
        )
    return found


def _read(path: Path) -> StationKey:
    """Read a key file. Raises FileNotFoundError, or StorageError for all else."""
    try:
        with path.open("rb") as stream:
            mode = os.fstat(stream.fileno()).st_mode
            content = stream.read(_MOST_BYTES + 1)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise _unusable(path, error.strerror or type(error).__name__) from error
    # Windows has no such rights; the folder is the person's own there.
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise StorageError(
            say(
                "Nothing was signed: others may read the key file {path} (mode {mode}, expected 600). If "
                "nobody has, run chmod 600 on it; else move it away, and a new key is made.",
                path=str(path),
                mode=f"{stat.S_IMODE(mode):o}",
            )
        )
    return _decoded(path, content)


def _decoded(path: Path, content: bytes) -> StationKey:
    from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415 (start-up)
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415
    from cryptography.hazmat.primitives.serialization import load_pem_private_key  # noqa: PLC0415

    try:
        key = load_pem_private_key(content[:_MOST_BYTES], password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        # What the library says may show parts of the file.
        raise _unusable(path, say("it is damaged or no key file")) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise _unusable(path, say("it holds a key of another kind than Ed25519"))
    return StationKey(PublicKey(key.public_key().public_bytes_raw()), key)


def _make(path: Path) -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415
    from cryptography.hazmat.primitives.serialization import (  # noqa: PLC0415 (start-up)
        Encoding,
        NoEncryption,
        PrivateFormat,
    )

    content = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        number, name = tempfile.mkstemp(prefix=f"{path.name}.", suffix=".part", dir=path.parent)
        unfinished = Path(name)
        try:
            with os.fdopen(number, "wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            # Unlike a renamed one, a linked file never takes the place of another program's key.
            path.hardlink_to(unfinished)
        finally:
            unfinished.unlink()
    except FileExistsError:
        return
    except OSError as error:
        raise StorageError(
            say(
                "The signing key {path} cannot be made: {reason}. Nothing was signed.",
                path=str(path),
                reason=error.strerror or type(error).__name__,
            )
        ) from error


def _unusable(path: Path, why: Text | str) -> StorageError:
    return StorageError(
        say(
            "Nothing was signed: the key file {path} cannot be used: {why}. Put its copy in place, or move "
            "it away: then a new key is made, whose fingerprint must be told anew to all who check proofs.",
            path=str(path),
            why=why,
        )
    )
