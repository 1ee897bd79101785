"""Checks a signed proof of uniqueness: is it as it was signed, whose key is it, do its codes fit?"""

import heapq
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain, islice
from pathlib import Path

from desktop.errors import Cancelled, InputError
from desktop.exchange.code_file import CodeFile, read_code_file
from desktop.exchange.proof_format import UniquenessProof, read_proof
from desktop.operations.plant import Plant, Report
from desktop.operations.pool_proof import ACTION as PROOF_ACTION
from desktop.storage import audit, signing_keys, uniqueness
from desktop.storage.audit import AuditRecord
from desktop.storage.signing_keys import SigningKey
from desktop.texts import Text, say

_CODES_AT_A_TIME = 10_000


@dataclass(frozen=True, slots=True)
class ProofVerdict:
    """What was found about a proof."""

    proof: UniquenessProof
    faults: tuple[Text, ...]
    """What does not fit; nothing more is said about a proof with faults."""
    key: SigningKey | None
    """The key, if it is one of this plant's."""
    trusted: bool
    """The key is this plant's, or has the fingerprint that was told."""
    about_key: Text
    same_codes: bool | None
    """Whether the codes that it was compared with are those of the proof; None: with none."""
    about_codes: Text | None

    @property
    def genuine(self) -> bool:
        """The key's owner signed these very facts."""
        return not self.faults

    @property
    def holds(self) -> bool:
        """It proves that no code was there twice, and whose proof it is was established."""
        facts = self.proof.facts
        return self.genuine and facts.repeats == 0 and self.trusted and self.same_codes is not False

    @property
    def verdict(self) -> Text:
        """Whether it is genuine, in a sentence."""
        if self.faults:
            return say("The proof is not genuine: nothing that it says counts.")
        return say("The signature fits: nobody changed the proof since it was signed.")

    @property
    def sentences(self) -> tuple[Text, ...]:
        """All that a person should know, the verdict first."""
        if self.faults:
            return (self.verdict, *self.faults)
        told = (self.verdict, self.about_key, self.about_codes, self.proof.sentence)
        return tuple(part for part in told if part is not None)


def check_proof(
    plant: Plant,
    path: Path,
    *,
    fingerprint: str | None = None,
    pool: bool = False,
    code_files: Sequence[Path] = (),
    report: Report | None = None,
) -> ProofVerdict:
    """Check the file of a proof.

    Args:
        plant: whose keys and audit trail are asked.
        path: the ``.json`` of a proof, of this plant or any other.
        fingerprint: what the plant that signed told by another way; spaces, colons and capitals as one likes.
        pool: compare with the codes that this plant has now; reads all of them.
        code_files: compare with the codes of these files instead, which together are to be all of them.
        report: told the fraction done of comparing.

    Raises:
        InputError: the file is no proof, ``fingerprint`` is none, or a code file is wrong.
        StorageError: a disk fails.
        Cancelled: ``report`` said so.
    """
    told = None if fingerprint is None else _fingerprint(fingerprint)
    proof = read_proof(path)
    with plant.store.read() as connection:
        key = signing_keys.find(connection, proof.key)
    faults = proof.faults()
    if key is not None:
        faults += _faults_by_the_trail(plant, proof)
    if told is not None and told != proof.key.fingerprint:
        faults += (_other_key(proof, told),)
    same_codes, about_codes = None, None
    if not faults and (pool or code_files):
        found = _digest_of_files(code_files, report) if code_files else _digest_of_pool(plant, report)
        same_codes = found == (proof.facts.codes, proof.facts.sha256)
        about_codes = _about_codes(proof, found[0], same_codes, bool(code_files))
    return ProofVerdict(
        proof,
        faults,
        key,
        key is not None or told == proof.key.fingerprint,
        _about_key(proof, key, told),
        same_codes,
        about_codes,
    )


def _fingerprint(text: str) -> str:
    found = "".join(text.split()).replace(":", "").lower()
    if len(found) != 64 or set(found) - set("0123456789abcdef"):
        raise InputError(
            say("A fingerprint has 64 hex digits (0-9, a-f); found {found}.", found=repr(text[:100]))
        )
    return found


def _faults_by_the_trail(plant: Plant, proof: UniquenessProof) -> tuple[Text, ...]:
    """Compare a proof that names a key of this plant with what this plant wrote down when it made it."""
    facts = proof.facts
    with plant.store.read() as connection:
        made = audit.done_at(connection, PROOF_ACTION, facts.at)
        end = audit.numbered(connection, facts.audit_records)
    if not made:
        return (
            say(
                "The audit trail knows of no proof made at {when}: that time was changed, or the proof was "
                "made on another database.",
                when=facts.at.isoformat(),
            ),
        )
    found = min((_differences(record, proof) for record in made), key=len)
    if end is None or end.hash != facts.audit_head:
        found += (
            say(
                "Record {number} of the audit trail is not the one that the proof names: audit_records or "
                "audit_head was changed, or the trail was. Run packmark audit verify.",
                number=facts.audit_records,
            ),
        )
    return found


def _differences(record: AuditRecord, proof: UniquenessProof) -> tuple[Text, ...]:
    facts, written = proof.facts, json.loads(record.new)
    compared = (
        ("codes", facts.codes, written.get("count")),
        ("repeats", facts.repeats, written.get("repeats")),
        ("files", facts.files, written.get("files")),
        ("sha256", facts.sha256, written.get("codes_sha256")),
        ("public_key", proof.key.fingerprint, written.get("signing_key")),
        ("by", facts.by, record.actor),
    )
    return tuple(
        say(
            "{name}: the proof says {found}, the audit trail {expected}.",
            name=name,
            found=json.dumps(found, ensure_ascii=False),
            expected=json.dumps(expected, ensure_ascii=False),
        )
        for name, found, expected in compared
        if found != expected
    )


def _other_key(proof: UniquenessProof, told: str) -> Text:
    return say(
        "The proof is signed with the key {found}, not with {told} as the plant told: it is not from there.",
        found=proof.key.fingerprint,
        told=told,
    )


def _about_key(proof: UniquenessProof, key: SigningKey | None, told: str | None) -> Text:
    if key is not None:
        return say(
            "The key {fingerprint} is one of this plant's: station {station}, {folder}, since {when} UTC.",
            fingerprint=key.fingerprint,
            station=key.station,
            folder=key.folder,
            when=f"{key.registered_at:%Y-%m-%d %H:%M}",
        )
    if told == proof.key.fingerprint:
        return say(
            "The key {fingerprint} is none of this plant's; it is the one that you were told.",
            fingerprint=told,
        )
    return say(
        "The key {fingerprint} is none of this plant's, and anybody can make a key. Compare this fingerprint "
        "with the one that the plant which signed told you by another way, such as on paper or by telephone.",
        fingerprint=proof.key.fingerprint,
    )


def _about_codes(proof: UniquenessProof, count: int, same: bool, of_files: bool) -> Text:
    if same and of_files:
        return say("The {count} codes of the files are those of the proof.", count=count)
    if same:
        return say("The {count} codes of this plant are still those of the proof.", count=count)
    if of_files:
        return say(
            "The files have {count} codes, the proof {proven}: they are not the same codes.",
            count=count,
            proven=proof.facts.codes,
        )
    return say(
        "This plant has {count} codes now, the proof {proven}: they are not the same codes. Later imports "
        "explain more codes; otherwise run packmark audit verify.",
        count=count,
        proven=proof.facts.codes,
    )


def _cancelled() -> Cancelled:
    return Cancelled(say("The comparison was cancelled."))


def _digest_of_pool(plant: Plant, report: Report | None) -> tuple[int, str]:
    def told(fraction: float) -> None:
        if report is not None and not report(fraction):
            raise _cancelled()

    with plant.store.read() as connection:
        found = uniqueness.walk(connection, told)
    return found.count, found.sha256


def _digest_of_files(paths: Sequence[Path], report: Report | None) -> tuple[int, str]:
    read: list[CodeFile] = []
    for number, path in enumerate(paths):

        def told(fraction: float, done: int = number) -> bool:
            return report is None or report((done + fraction) / (2 * len(paths)))

        read.append(read_code_file(path, told))
    total = sum(file.count for file in read)
    digest, count = sha256(), 0
    for codes in _chunks(heapq.merge(*(chain.from_iterable(file.chunks()) for file in read))):
        digest.update("".join(f"{code}\n" for code in codes).encode())
        count += len(codes)
        if report is not None and not report(0.5 + count / (2 * total)):
            raise _cancelled()
    return count, digest.hexdigest()


def _chunks(codes: Iterator[str]) -> Iterator[list[str]]:
    while chunk := list(islice(codes, _CODES_AT_A_TIME)):
        yield chunk
