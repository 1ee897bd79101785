"""A proof of uniqueness: made, signed, written, and checked by whoever gets it."""

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import resources
from desktop.app import open_plant
from desktop.errors import Cancelled, InputError, PackmarkError, Refused, StorageError
from desktop.operations import audit, codes, pool, pool_proof
from desktop.operations.plant import Plant
from desktop.operations.pool import Proven, UniquenessProof
from desktop.signing import KEY_FILE, station_key
from desktop.texts import CHINESE, ENGLISH
from tests.operations.test_codes import NEW, file
from tests.refusals import refusal_of


@pytest.fixture
def stranger(tmp_path: Path) -> Iterator[Plant]:
    """Another plant, which has no codes and another key."""
    folder = tmp_path / "stranger"
    with open_plant(f"sqlite:///{folder / 'plant.db'}", folder) as opened:
        yield opened


@pytest.fixture
def proof(plant: Plant) -> UniquenessProof:
    return pool.uniqueness_proof(plant).proof


@pytest.fixture
def path(proof: UniquenessProof, tmp_path: Path) -> Path:
    """The file of ``proof``."""
    found = tmp_path / "proof.json"
    pool.write_proof(proof, found, ENGLISH)
    return found


def edit(path: Path, change: Callable[[dict[str, Any]], None]) -> None:
    document = json.loads(path.read_text(encoding="utf-8"))
    change(document)
    path.write_text(json.dumps(document), encoding="utf-8")


def code_files(folder: Path) -> list[Path]:
    """The files that the sample plant's codes came in."""
    names = ["codes_level3.txt", "codes_level1.txt", "codes_level2.txt"]
    return [file(folder, resources.read_text(f"sample_plant/{name}"), name=name) for name in names]


def test_a_proof_tells_count_digest_and_the_head_that_holds_it(plant: Plant, proof: UniquenessProof) -> None:
    facts = proof.facts
    assert (facts.codes, facts.repeats, facts.files) == (11_100, 0, 3)
    verdict = audit.verify_audit(plant)
    assert (verdict.sound, verdict.head, verdict.records) == (True, facts.audit_head, facts.audit_records)
    with plant.store.read() as connection:
        values = sorted(connection.exec_driver_sql("SELECT value FROM code").scalars())
    assert facts.sha256 == hashlib.sha256("".join(f"{value}\n" for value in values).encode()).hexdigest()


def test_a_proof_can_be_cancelled(plant: Plant) -> None:
    assert refusal_of(lambda: pool.uniqueness_proof(plant, lambda _: False), Cancelled) == (
        "The proof was cancelled."
    )


def test_the_first_proof_of_a_station_makes_its_key_and_says_so(plant: Plant) -> None:
    proven = pool.uniqueness_proof(plant)
    key = station_key(plant.data_folder / KEY_FILE)
    assert proven.proof.key == key.public
    assert str(proven.new_key) == (
        f"This is the first proof that this plant signs with the key {key.public.fingerprint}. Tell this "
        "fingerprint by another way, such as on paper or by telephone, to whoever will check its proofs."
    )
    assert "指纹" in str(proven.new_key and proven.new_key.in_language(CHINESE))
    assert [(row.action, row.subject) for row in audit.list_audit(plant)[:2]] == [
        ("codes.proof", "pool"),
        ("signing_key.register", key.public.fingerprint),
    ]


def test_later_proofs_are_signed_with_the_same_key(plant: Plant, proof: UniquenessProof) -> None:
    again = pool.uniqueness_proof(plant)
    assert (again.proof.key, again.new_key) == (proof.key, None)


def test_a_program_killed_behind_its_key_file_registers_the_key_next_time(
    plant: Plant, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(Exception):  # noqa: N818
        pass

    def die(*_: object) -> Proven:
        raise Killed

    with monkeypatch.context() as broken:
        broken.setattr(pool_proof, "_registered", die)
        with pytest.raises(Killed):
            pool.uniqueness_proof(plant)
    made = station_key(plant.data_folder / KEY_FILE).public
    proven = pool.uniqueness_proof(plant)
    assert proven.proof.key == made
    assert proven.new_key is not None
    assert [row.subject for row in audit.list_audit(plant) if row.action == "signing_key.register"] == [
        made.fingerprint
    ]


def test_a_lost_key_is_followed_by_a_new_one_and_both_are_told(plant: Plant, proof: UniquenessProof) -> None:
    key_file = plant.data_folder / KEY_FILE
    key_file.unlink()
    proven = pool.uniqueness_proof(plant)
    new = proven.proof.fingerprint
    assert new != proof.fingerprint
    assert str(proven.new_key) == (
        f"This station signed with the key {proof.fingerprint} before, but its file {key_file} holds another "
        f"one now: {new}. If the file was lost, tell the new fingerprint by another way to whoever checks "
        "proofs; earlier proofs stay good. If it was only moved, put it back."
    )
    (registered,) = (row for row in audit.list_audit(plant) if row.subject == new)
    assert json.loads(registered.old) == {"keys_of_this_station": [proof.fingerprint]}
    assert audit.verify_audit(plant).sound


def test_proofs_of_a_lost_key_stay_good(plant: Plant, path: Path) -> None:
    (plant.data_folder / KEY_FILE).unlink()
    pool.uniqueness_proof(plant)
    assert pool.check_proof(plant, path).holds


def test_a_damaged_key_lets_nothing_be_proven_and_nothing_be_written(plant: Plant) -> None:
    key_file = plant.data_folder / KEY_FILE
    key_file.touch(mode=0o600)
    before = audit.list_audit(plant)
    assert "it is damaged or no key file" in refusal_of(lambda: pool.uniqueness_proof(plant), StorageError)
    assert audit.list_audit(plant) == before
    assert key_file.read_bytes() == b""


@pytest.mark.parametrize("language", [ENGLISH, CHINESE])
def test_a_proof_is_written_for_programs_and_for_people(
    plant: Plant, proof: UniquenessProof, tmp_path: Path, language: str
) -> None:
    page, signed = pool.write_proof(proof, tmp_path / "proof.pdf", language)
    assert page.read_bytes().startswith(b"%PDF")
    written = json.loads(signed.read_text(encoding="utf-8"))
    assert written == {
        "facts": proof.facts.as_json(),
        "public_key": proof.key.text,
        "fingerprint": proof.key.fingerprint,
        "signature": proof.signature_text,
    }
    assert pool.check_proof(plant, signed).holds


def test_no_file_of_a_proof_holds_the_private_key(
    plant: Plant, proof: UniquenessProof, tmp_path: Path
) -> None:
    secret = (plant.data_folder / KEY_FILE).read_text(encoding="ascii").splitlines()[1]
    for written in pool.write_proof(proof, tmp_path / "proof.pdf", ENGLISH):
        assert secret.encode() not in written.read_bytes()
    with plant.store.read() as connection:
        assert all(secret not in repr(row) for row in connection.exec_driver_sql("SELECT * FROM signing_key"))
    assert all(secret not in repr(row) for row in audit.list_audit(plant))


def test_a_proof_has_one_of_two_endings(proof: UniquenessProof, tmp_path: Path) -> None:
    path = tmp_path / "proof.doc"
    assert refusal_of(lambda: pool.write_proof(proof, path, ENGLISH), InputError) == (
        f"{path}: a proof is written as .json or .pdf; choose one of these endings."
    )


@pytest.mark.parametrize("kept", ["proof.json", "proof.pdf"])
def test_a_proof_overwrites_nothing_and_leaves_no_half(
    proof: UniquenessProof, tmp_path: Path, kept: str
) -> None:
    folder = tmp_path / "proofs"
    folder.mkdir()
    path = file(folder, "precious", name=kept)
    assert refusal_of(lambda: pool.write_proof(proof, folder / "proof.pdf", ENGLISH), Refused) == (
        f"{path} exists already: choose another name."
    )
    assert [found.name for found in folder.iterdir()] == [kept]
    assert path.read_text(encoding="utf-8").startswith("precious")


def test_a_proof_into_a_folder_that_is_not_there_is_told(proof: UniquenessProof, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"cannot be written: No such file or directory"):
        pool.write_proof(proof, tmp_path / "no" / "proof.pdf", ENGLISH)


def test_the_plant_that_signed_knows_its_proof(plant: Plant, proof: UniquenessProof, path: Path) -> None:
    found = pool.check_proof(plant, path)
    assert (found.holds, found.genuine, found.trusted, found.same_codes) == (True, True, True, None)
    assert [str(sentence) for sentence in found.sentences][:2] == [
        "The signature fits: nobody changed the proof since it was signed.",
        f"The key {proof.fingerprint} is one of this plant's: station {plant.station}, {plant.data_folder}, "
        f"since {found.key.registered_at:%Y-%m-%d %H:%M} UTC."
        if found.key
        else "",
    ]


def test_the_plant_says_whether_its_codes_are_still_the_same(
    plant: Plant, path: Path, tmp_path: Path
) -> None:
    same = pool.check_proof(plant, path, pool=True)
    assert (same.holds, str(same.about_codes)) == (
        True,
        "The 11100 codes of this plant are still those of the proof.",
    )
    codes.import_codes(plant, file(tmp_path, NEW[0]))
    grown = pool.check_proof(plant, path, pool=True)
    assert (grown.genuine, grown.holds) == (True, False)
    assert str(grown.about_codes).startswith(
        "This plant has 11101 codes now, the proof 11100: they are not the same codes. Later imports"
    )


def test_a_comparison_with_the_pool_can_be_cancelled(plant: Plant, path: Path) -> None:
    assert refusal_of(
        lambda: pool.check_proof(plant, path, pool=True, report=lambda _: False), Cancelled
    ) == ("The comparison was cancelled.")


def test_a_stranger_is_told_whose_fingerprint_to_compare(
    stranger: Plant, proof: UniquenessProof, path: Path
) -> None:
    found = pool.check_proof(stranger, path)
    assert (found.genuine, found.trusted, found.holds, found.key) == (True, False, False, None)
    assert str(found.about_key) == (
        f"The key {proof.fingerprint} is none of this plant's, and anybody can make a key. Compare this "
        "fingerprint with the one that the plant which signed told you by another way, such as on paper or "
        "by telephone."
    )


def test_a_stranger_who_was_told_the_fingerprint_trusts_it_however_it_is_written(
    stranger: Plant, proof: UniquenessProof, path: Path
) -> None:
    pairs = ":".join(re.findall("..", proof.fingerprint.upper()))
    for told in (proof.fingerprint, pairs, f" {proof.fingerprint[:32]}\n{proof.fingerprint[32:]} "):
        assert pool.check_proof(stranger, path, fingerprint=told).holds


def test_another_fingerprint_than_was_told_is_a_fault(
    stranger: Plant, proof: UniquenessProof, path: Path
) -> None:
    found = pool.check_proof(stranger, path, fingerprint="0" * 64)
    assert not found.holds
    assert [str(fault) for fault in found.faults] == [
        (
            f"The proof is signed with the key {proof.fingerprint}, not with {'0' * 64} as the plant told: "
            "it is not from there."
        )
    ]


@pytest.mark.parametrize("told", ["", "abc", "g" * 64, "0" * 65])
def test_what_is_no_fingerprint_is_refused(plant: Plant, path: Path, told: str) -> None:
    assert refusal_of(lambda: pool.check_proof(plant, path, fingerprint=told), InputError) == (
        f"A fingerprint has 64 hex digits (0-9, a-f); found {told!r}."
    )


def test_a_stranger_compares_a_proof_with_the_files_that_he_has(
    stranger: Plant, proof: UniquenessProof, path: Path, tmp_path: Path
) -> None:
    files = code_files(tmp_path)
    fractions: list[float] = []

    def report(fraction: float) -> bool:
        fractions.append(fraction)
        return True

    told = proof.fingerprint
    found = pool.check_proof(stranger, path, fingerprint=told, code_files=files, report=report)
    assert (found.holds, str(found.about_codes)) == (
        True,
        "The 11100 codes of the files are those of the proof.",
    )
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1
    fewer = pool.check_proof(stranger, path, fingerprint=told, code_files=files[1:])
    assert (fewer.holds, str(fewer.about_codes)) == (
        False,
        "The files have 11000 codes, the proof 11100: they are not the same codes.",
    )


def _set_fact(name: str, value: object) -> Callable[[dict[str, Any]], None]:
    return lambda document: document["facts"].update({name: value})


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("codes", 11_101, "codes: the proof says 11101, the audit trail 11100."),
        ("repeats", 1, "repeats: the proof says 1, the audit trail 0."),
        ("files", 4, "files: the proof says 4, the audit trail 3."),
        ("sha256", "0" * 64, f'sha256: the proof says "{"0" * 64}", the audit trail "'),
        ("by", "somebody", 'by: the proof says "somebody", the audit trail "'),
        ("at", "2026-01-01T00:00:00+00:00", "The audit trail knows of no proof made at 2026-01-01T00:00:00"),
        ("audit_records", 1, "Record 1 of the audit trail is not the one that the proof names"),
        ("audit_records", 9_999, "Record 9999 of the audit trail is not the one that the proof names"),
        ("audit_head", "0" * 64, "of the audit trail is not the one that the proof names"),
    ],
)
def test_the_plant_names_the_fact_that_was_changed(
    plant: Plant, path: Path, name: str, value: object, said: str
) -> None:
    edit(path, _set_fact(name, value))
    found = pool.check_proof(plant, path)
    assert (found.genuine, found.holds) == (False, False)
    assert str(found.sentences[0]) == "The proof is not genuine: nothing that it says counts."
    signature, fact = (str(fault) for fault in found.faults)
    assert signature.startswith("The signature does not fit")
    assert said in fact


def test_facts_that_the_key_signed_but_the_plant_never_wrote_down_are_found(
    plant: Plant, proof: UniquenessProof, tmp_path: Path
) -> None:
    key = station_key(plant.data_folder / KEY_FILE)
    facts = proof.facts
    better = replace(facts, codes=facts.codes + 1)
    path = tmp_path / "better.json"
    pool.write_proof(better.sign(key), path, ENGLISH)
    assert [str(fault) for fault in pool.check_proof(plant, path).faults] == [
        "codes: the proof says 11101, the audit trail 11100."
    ]


def test_a_proof_that_was_signed_anew_by_another_is_not_the_plants(
    plant: Plant, proof: UniquenessProof, tmp_path: Path
) -> None:
    forged = proof.facts.sign(station_key(tmp_path / "other.pem"))
    path = tmp_path / "forged.json"
    pool.write_proof(forged, path, ENGLISH)
    found = pool.check_proof(plant, path)
    assert (found.genuine, found.trusted, found.holds) == (True, False, False)


def test_nothing_is_compared_for_a_proof_that_is_not_genuine(plant: Plant, path: Path) -> None:
    edit(path, _set_fact("codes", 1))
    assert pool.check_proof(plant, path, pool=True).same_codes is None


def test_a_proof_that_tells_of_repeats_is_genuine_but_proves_nothing(
    plant: Plant, stranger: Plant, proof: UniquenessProof, tmp_path: Path
) -> None:
    facts = proof.facts
    twice = replace(facts, repeats=2).sign(station_key(plant.data_folder / KEY_FILE))
    path = tmp_path / "twice.json"
    pool.write_proof(twice, path, ENGLISH)
    found = pool.check_proof(stranger, path, fingerprint=proof.fingerprint)
    assert (found.genuine, found.trusted, found.holds) == (True, True, False)


def test_a_file_that_is_not_there_is_told(plant: Plant, tmp_path: Path) -> None:
    path = tmp_path / "none.json"
    assert (
        refusal_of(lambda: pool.check_proof(plant, path), PackmarkError) == f"{path}: there is no such file."
    )
