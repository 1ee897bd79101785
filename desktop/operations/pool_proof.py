"""Proof that no two codes of the plant are the same, signed with the key of this station.

Two things make it hard to forge. The signature: whoever does not have the station's key file cannot make one
for other facts. And the audit trail, which takes the digest in as a record and whose head then stands for
it: so whoever has the key cannot make the plant's own records say something else. Whoever has the codes
computes the digest anew with any tool (``sort | sha256sum``). How a stranger checks the signature is told in
``desktop.exchange.proof_format``, how this program does in ``proof_check``.
"""

from dataclasses import dataclass
from pathlib import Path

from desktop.errors import InputError
from desktop.exchange.proof_files import write_proof_files
from desktop.exchange.proof_format import UniquenessFacts, UniquenessProof
from desktop.operations.plant import Cancelled, Plant, Report
from desktop.signing import KEY_FILE, PublicKey, station_key
from desktop.storage import audit, code_files, signing_keys, uniqueness
from desktop.texts import Text, say

ACTION = "codes.proof"
"""What the audit trail calls a proof."""


@dataclass(frozen=True, slots=True)
class Proven:
    """A proof that was made. ``new_key``: what to do where its key was made or registered for it."""

    proof: UniquenessProof
    new_key: Text | None


def uniqueness_proof(plant: Plant, report: Report | None = None) -> Proven:
    """Read all codes in their order, put what was found into the audit trail, and sign it.

    The first proof of a station makes its key; a plant learns a key with the first proof that it signs.

    Raises:
        Cancelled: ``report`` said so.
        StorageError: the key file is damaged, may be read by others, or cannot be made.
    """

    def told(fraction: float) -> None:
        if report is not None and not report(fraction):
            raise Cancelled(say("The proof was cancelled."))

    key = station_key(plant.data_folder / KEY_FILE)
    new_key = _registered(plant, key.public)
    with plant.store.read() as connection:
        found = uniqueness.walk(connection, told)
        files = len(code_files.list_all(connection))
    with plant.store.change(plant.actor, ACTION, "pool") as change:
        at = change.at
        change.new = {
            "count": found.count,
            "repeats": found.repeats,
            "files": files,
            "codes_sha256": found.sha256,
            "signing_key": key.public.fingerprint,
        }
    with plant.store.read() as connection:
        head = audit.head(connection)
    facts = UniquenessFacts(
        found.count, found.repeats, files, at, plant.actor, found.sha256, head.count, head.hash
    )
    return Proven(facts.sign(key), new_key)


def _registered(plant: Plant, key: PublicKey) -> Text | None:
    """Register a key that this plant does not know yet, and say what is to be done about it."""
    folder = str(plant.data_folder.absolute())
    with plant.store.read() as connection:
        if signing_keys.find(connection, key) is not None:
            return None
        earlier = signing_keys.of_station(connection, plant.station, folder)
    with plant.store.change(plant.actor, signing_keys.REGISTERED, key.fingerprint) as change:
        signing_keys.register(change, key, plant.station, folder)
    if not earlier:
        return say(
            "This is the first proof that this plant signs with the key {fingerprint}. Tell this fingerprint "
            "by another way, such as on paper or by telephone, to whoever will check its proofs.",
            fingerprint=key.fingerprint,
        )
    return say(
        "This station signed with the key {earlier} before, but its file {path} holds another one now: "
        "{fingerprint}. If the file was lost, tell the new fingerprint by another way to whoever checks "
        "proofs; earlier proofs stay good. If it was only moved, put it back.",
        earlier=earlier[-1].fingerprint,
        path=str(plant.data_folder / KEY_FILE),
        fingerprint=key.fingerprint,
    )


def write_proof(proof: UniquenessProof, path: Path, language: str) -> tuple[Path, ...]:
    """Write a proof as ``.json``, or as ``.pdf`` with its ``.json`` beside it, by the ending of ``path``.

    Returns:
        The files that were written.

    Raises:
        InputError: another ending.
        Refused: one of the files exists.
        StorageError: it cannot be written.
    """
    if path.suffix.lower() not in {".json", ".pdf"}:
        raise InputError(
            say("{path}: a proof is written as .json or .pdf; choose one of these endings.", path=str(path))
        )
    return write_proof_files(path, proof, language)
