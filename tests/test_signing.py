"""A station has one key for ever, in a file that only its owner reads."""

import base64
import os
import pickle
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
)

import desktop
from desktop.errors import InputError, StorageError
from desktop.signing import PublicKey, StationKey, from_base64, station_key
from tests import rfc8032
from tests.refusals import refusal_of

needs_rights = pytest.mark.skipif(os.name != "posix", reason="Windows has no such rights on files")


def pem(
    key: ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey,
    encryption: KeySerializationEncryption | None = None,
) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption or NoEncryption())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "signing_key.pem"


def put(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    path.chmod(0o600)
    return path


@pytest.mark.parametrize(("secret", "public", "message", "signature"), rfc8032.VECTORS)
def test_signatures_are_those_of_rfc_8032(
    path: Path, secret: str, public: str, message: str, signature: str
) -> None:
    private = ed25519.Ed25519PrivateKey.from_private_bytes(bytes.fromhex(secret))
    key = station_key(put(path, pem(private)))
    assert key.public.raw.hex() == public
    assert key.sign(bytes.fromhex(message)).hex() == signature
    assert key.public.fits(bytes.fromhex(signature), bytes.fromhex(message))
    assert rfc8032.verifies(key.public.raw, bytes.fromhex(message), bytes.fromhex(signature))


def test_a_signature_is_checked_without_our_library(path: Path) -> None:
    key = station_key(path)
    signature = key.sign(b"codes")
    assert rfc8032.verifies(key.public.raw, b"codes", signature)
    assert not rfc8032.verifies(key.public.raw, b"Codes", signature)


def test_a_key_is_made_once_and_then_read(tmp_path: Path) -> None:
    path = tmp_path / "new" / "signing_key.pem"
    first = station_key(path)
    before = path.read_bytes()
    assert station_key(path).public == first.public
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == ["signing_key.pem"]


@needs_rights
def test_only_its_owner_may_read_a_key(path: Path) -> None:
    before = os.umask(0)
    try:
        station_key(path)
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_programs_that_make_the_key_at_once_end_with_one(path: Path) -> None:
    found: list[StationKey] = []
    gate = threading.Barrier(8)

    def make() -> None:
        gate.wait()
        found.append(station_key(path))

    threads = [threading.Thread(target=make) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert {key.public for key in found} == {station_key(path).public}


def test_the_private_half_is_shown_nowhere(path: Path) -> None:
    key = station_key(path)
    private = base64.b64decode("".join(path.read_text(encoding="ascii").splitlines()[1:-1]))[-32:]
    shown = repr(key) + str(key)
    for form in (private.hex(), base64.b64encode(private).decode(), repr(private), "PrivateKey"):
        assert form not in shown
    with pytest.raises(TypeError):
        pickle.dumps(key)


def test_the_program_starts_without_loading_the_library() -> None:
    script = "import sys, desktop.app; sys.exit('cryptography' in sys.modules)"
    root = Path(desktop.__file__).resolve().parents[1]
    assert subprocess.run([sys.executable, "-c", script], cwd=root, check=False).returncode == 0


def unusable(path: Path, why: str) -> str:
    return (
        f"Nothing was signed: the key file {path} cannot be used: {why}. Put its copy in place, or move "
        "it away: then a new key is made, whose fingerprint must be told anew to all who check proofs."
    )


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "it is damaged or no key file"),
        (b"\xff\x00 rubbish", "it is damaged or no key file"),
        (b"-----BEGIN PRIVATE KEY-----\nMC4CAQ\n", "it is damaged or no key file"),
        (b"-----BEGIN PRIVATE KEY-----\n" * 200_000, "it is damaged or no key file"),
        (
            pem(ed25519.Ed25519PrivateKey.generate(), BestAvailableEncryption(b"secret")),
            "it is damaged or no key file",
        ),
        (pem(ec.generate_private_key(ec.SECP256R1())), "it holds a key of another kind than Ed25519"),
    ],
    ids=["empty", "rubbish", "cut off", "huge", "with a password", "another kind"],
)
def test_a_damaged_key_is_told_and_left_as_it_is(path: Path, content: bytes, why: str) -> None:
    put(path, content)
    assert refusal_of(lambda: station_key(path), StorageError) == unusable(path, why)
    assert path.read_bytes() == content


def test_a_folder_in_the_place_of_the_key_is_told(path: Path) -> None:
    path.mkdir()
    assert refusal_of(lambda: station_key(path), StorageError).startswith(
        f"Nothing was signed: the key file {path} cannot be used: "
    )


@needs_rights
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
def test_a_key_that_others_may_read_is_not_used(path: Path, mode: int) -> None:
    station_key(path)
    path.chmod(mode)
    assert refusal_of(lambda: station_key(path), StorageError) == (
        f"Nothing was signed: others may read the key file {path} (mode {mode:o}, expected 600). If nobody "
        "has, run chmod 600 on it; else move it away, and a new key is made."
    )


def test_a_key_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    path = tmp_path / "file" / "signing_key.pem"
    assert "Nothing was signed" in refusal_of(lambda: station_key(path), StorageError)


def test_a_half_written_key_of_a_killed_program_is_not_taken(path: Path) -> None:
    unfinished = path.with_name("signing_key.pem.abcdef.part")
    unfinished.write_bytes(b"-----BEGIN PRIV")
    key = station_key(path)
    assert station_key(path).public == key.public
    assert unfinished.read_bytes() == b"-----BEGIN PRIV"


def test_a_public_key_is_read_back_from_its_text(path: Path) -> None:
    key = station_key(path).public
    assert PublicKey.parse(key.text) == key
    assert len(key.fingerprint) == 64


@pytest.mark.parametrize("text", ["", "AA==", "A" * 44, "=" * 44, "é" * 44, " " + "A" * 43 + "="])
def test_what_is_no_key_in_base64_is_refused(text: str) -> None:
    assert refusal_of(lambda: PublicKey.parse(text), InputError) == (
        f"Expected 32 bytes in base64, found {text!r}."
    )


def test_of_the_ways_to_write_one_key_only_one_is_taken() -> None:
    assert from_base64("A" * 43 + "=", 32) == bytes(32)
    with pytest.raises(InputError):
        from_base64("A" * 42 + "B=", 32)
