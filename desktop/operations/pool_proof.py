"""Proof that no two codes of the plant are the same.

It is a plain digest and no signature: a key on this computer would prove nothing to anybody else. What
makes it hard to forge is the audit trail, which takes the digest in as a record and whose head then stands
for it; and whoever has the codes computes the digest anew with any tool (`sort | sha256sum`).
"""

from pathlib import Path

from desktop.errors import InputError
from desktop.exchange.proof_files import UniquenessProof, write_proof_file
from desktop.operations.plant import Cancelled, Plant, Report
from desktop.storage import audit, code_files, uniqueness
from desktop.texts import say


def uniqueness_proof(plant: Plant, report: Report | None = None) -> UniquenessProof:
    """Read all codes in their order, and put what was found into the audit trail.

    Raises:
        Cancelled: ``report`` said so.
    """

    def told(fraction: float) -> None:
        if report is not None and not report(fraction):
            raise Cancelled(say("The proof was cancelled."))

    with plant.store.read() as connection:
        found = uniqueness.walk(connection, told)
        files = len(code_files.list_all(connection))
    with plant.store.change(plant.actor, "codes.proof", "pool") as change:
        at = change.at
        change.new = {"count": found.count, "repeats": found.repeats, "codes_sha256": found.sha256}
    with plant.store.read() as connection:
        head = audit.head(connection)
    return UniquenessProof(
        found.count,
        found.repeats,
        files,
        at,
        plant.actor,
        found.sha256,
        head.count,
        head.hash,
        say(
            "On {when} UTC this plant had {count} codes from {files} files, {repeats} of them twice. "
            "The SHA-256 over all of them in the order of their digits, each followed by a line feed, "
            "is as stated: whoever has the same codes computes the same. It stands in the audit trail, "
            "whose head is stated too, and neither can be changed later without the other showing it. "
            "It does not prove who ran the program; it is no signature.",
            when=f"{at:%Y-%m-%d %H:%M:%S}",
            count=found.count,
            files=files,
            repeats=found.repeats,
        ),
    )


def write_proof(proof: UniquenessProof, path: Path, language: str) -> None:
    """Write a proof as ``.json`` or ``.pdf``, by the ending of ``path``.

    Raises:
        InputError: another ending.
        Refused: the file exists.
        StorageError: it cannot be written.
    """
    if path.suffix.lower() not in {".json", ".pdf"}:
        raise InputError(
            say("{path}: a proof is written as .json or .pdf; choose one of these endings.", path=str(path))
        )
    write_proof_file(path, proof, language)
