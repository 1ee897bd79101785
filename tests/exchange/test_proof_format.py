"""A proof is what was signed, to the last byte; a file that is none is told from one."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import InputError
from desktop.exchange.proof_files import write_proof_files
from desktop.exchange.proof_format import (
    FORMAT,
    MOST_BYTES,
    NAMES,
    UniquenessFacts,
    UniquenessProof,
    read_proof,
)
from desktop.signing import StationKey, station_key
from desktop.texts import CHINESE, ENGLISH
from tests import rfc8032
from tests.refusals import refusal_of

Document = dict[str, Any]

FACTS = UniquenessFacts(
    11_100,
    0,
    3,
    datetime(2026, 3, 2, 8, 0, 0, 125, tzinfo=UTC),
    "李雷",
    "a" * 64,
    9,
    "b" * 64,
    "Packmark 0.1",
)
SIGNED = (
    '{"at":"2026-03-02T08:00:00.000125+00:00","audit_head":"' + "b" * 64 + '","audit_records":9,'
    '"by":"李雷","codes":11100,"files":3,"format":"packmark-uniqueness-1","program":"Packmark 0.1",'
    '"repeats":0,"sha256":"' + "a" * 64 + '",'
    '"sha256_over":"all codes in the order of their digits, each followed by a line feed"}'
)


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> StationKey:
    return station_key(tmp_path_factory.mktemp("station") / "key.pem")


@pytest.fixture(scope="module")
def content(key: StationKey, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The file of a proof."""
    path = tmp_path_factory.mktemp("proof") / "proof.json"
    write_proof_files(path, FACTS.sign(key), ENGLISH)
    return path.read_bytes()


@pytest.fixture
def document(content: bytes) -> Document:
    found: Document = json.loads(content)
    return found


@pytest.fixture
def put(tmp_path: Path) -> Callable[[Document], Path]:
    def write(document: Document) -> Path:
        path = tmp_path / "proof.json"
        path.write_text(json.dumps(document), encoding="utf-8")
        return path

    return write


def faults(proof: UniquenessProof) -> list[str]:
    return [str(fault)[:33] for fault in proof.faults()]


def test_the_signed_bytes_are_fixed_for_ever() -> None:
    assert FACTS.signed_bytes() == SIGNED.encode()


def test_a_proof_comes_back_from_its_file(put: Callable[[Document], Path], document: Document) -> None:
    proof = read_proof(put(document))
    assert proof.facts == FACTS
    assert faults(proof) == []


def test_a_stranger_checks_a_file_by_what_is_told_of_the_format(document: Document, key: StationKey) -> None:
    import base64  # noqa: PLC0415 (all that a stranger has: JSON, base64 and RFC 8032)

    facts = json.dumps(document["facts"], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    public, signature = (base64.b64decode(document[name]) for name in ("public_key", "signature"))
    assert rfc8032.verifies(public, facts.encode(), signature)
    assert not rfc8032.verifies(public, facts.replace("11100", "11101").encode(), signature)


CHANGED: Document = {
    "codes": 11_101,
    "repeats": 1,
    "files": 2,
    "at": "2026-03-02T08:00:01+00:00",
    "by": "韩梅梅",
    "program": "Packmark 0.2",
    "sha256": "c" * 64,
    "audit_records": 8,
    "audit_head": "c" * 64,
}


def test_every_fact_that_may_differ_is_tried() -> None:
    assert CHANGED.keys() | {"format", "sha256_over"} == NAMES.keys()


@pytest.mark.parametrize("name", CHANGED)
def test_a_changed_fact_does_not_fit_the_signature(
    put: Callable[[Document], Path], document: Document, name: str
) -> None:
    document["facts"][name] = CHANGED[name]
    assert faults(read_proof(put(document))) == ["The signature does not fit: the f"]


def test_a_changed_signature_does_not_fit(put: Callable[[Document], Path], document: Document) -> None:
    document["signature"] = "A" + document["signature"][1:-4] + "AA=="
    assert faults(read_proof(put(document))) == ["The signature does not fit: the f"]


def test_another_key_fits_neither_its_fingerprint_nor_the_signature(
    put: Callable[[Document], Path], document: Document, tmp_path: Path
) -> None:
    document["public_key"] = station_key(tmp_path / "other.pem").public.text
    assert faults(read_proof(put(document))) == [
        "The fingerprint in the file is " + document["fingerprint"][:2],
        "The signature does not fit: the f",
    ]


def test_another_fingerprint_is_told(
    put: Callable[[Document], Path], document: Document, key: StationKey
) -> None:
    document["fingerprint"] = "0" * 64
    (fault,) = read_proof(put(document)).faults()
    assert str(fault) == (
        f"The fingerprint in the file is {'0' * 64}, but that of its public key is "
        f"{key.public.fingerprint}: one of the two was changed."
    )


def test_a_key_that_is_no_point_of_the_curve_fits_nothing(
    put: Callable[[Document], Path], document: Document
) -> None:
    document["public_key"] = "/" * 42 + "8="
    assert "The signature does not fit: the f" in faults(read_proof(put(document)))


@given(data=st.data())
def test_no_change_of_a_file_goes_unnoticed(
    content: bytes, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(content) - 1))
    changed = bytearray(content)
    changed[place] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.getbasetemp() / "changed.json"
    path.write_bytes(changed)
    try:
        proof = read_proof(path)
    except InputError:
        return
    assert proof.faults() or proof == _read_unchanged(path, content)


def _read_unchanged(path: Path, content: bytes) -> UniquenessProof:
    path.write_bytes(content)
    return read_proof(path)


NO_PROOF = "proof.json is no proof of uniqueness: {}. Choose the .json file that Packmark wrote."
NOT_READABLE = NO_PROOF.format("it is not readable as JSON, or names a member twice")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", NOT_READABLE),
        (b"%PDF-1.4", NOT_READABLE),
        (b"\xff\xfe{}", NOT_READABLE),
        (b"[" * 60_000, NOT_READABLE),
        (b'{"facts": {}, "facts": {}}', NOT_READABLE),
        (b'{"facts": "\\ud800"}', NOT_READABLE),
        (b'{"facts": ' + b"9" * 5000 + b"}", NOT_READABLE),
        (b"[]", NO_PROOF.format("it is no JSON object")),
        (b"null", NO_PROOF.format("it is no JSON object")),
        (b"{}", NO_PROOF.format("facts is missing")),
        (b'{"facts": 1, "fingerprint": "", "public_key": ""}', NO_PROOF.format("signature is missing")),
        (
            b'{"facts": 1, "fingerprint": "", "public_key": "", "signature": ""}',
            NO_PROOF.format("facts is 1, expected a JSON object"),
        ),
        (
            b" " * (MOST_BYTES + 1),
            (
                "proof.json has more than 65536 bytes: it is no proof of uniqueness, which has about a "
                "thousand. Choose the .json file that Packmark wrote."
            ),
        ),
    ],
    ids=lambda value: value[:20] if isinstance(value, bytes) else "",
)
def test_a_file_that_is_no_proof_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "proof.json"
    path.write_bytes(content)
    assert refusal_of(lambda: read_proof(path), InputError) == said


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("codes", -1, "facts.codes is -1, expected a whole number from 0"),
        ("codes", True, "facts.codes is true, expected a whole number from 0"),
        ("codes", 11100.0, "facts.codes is 11100.0, expected a whole number from 0"),
        ("codes", "11100", 'facts.codes is "11100", expected a whole number from 0'),
        ("codes", 2**60, "facts.codes is 1152921504606846976, expected a whole number from 0"),
        ("codes", [[0]], "facts.codes is ..., expected a whole number from 0"),
        ("by", None, "facts.by is null, expected a text"),
        ("sha256", "A" * 64, f'facts.sha256 is "{"A" * 64}", expected 64 hex digits in lower case'),
        ("audit_head", "\x1b[2J", 'facts.audit_head is "\\u001b[2J", expected 64 hex digits in lower case'),
        (
            "sha256_over",
            "some codes",
            (
                'facts.sha256_over is "some codes", expected '
                "all codes in the order of their digits, each followed by a line feed"
            ),
        ),
    ],
)
def test_a_fact_of_a_wrong_kind_is_told(
    put: Callable[[Document], Path], document: Document, name: str, value: object, why: str
) -> None:
    document["facts"][name] = value
    path = put(document)
    assert refusal_of(lambda: read_proof(path), InputError) == NO_PROOF.format(why)


@pytest.mark.parametrize(
    "time",
    ["", "2026", "2026-03-02", "2026-03-02T08:00:00", "2026-03-02T08:00:00Z", "0001-01-01T00:00:00+23:59"],
)
def test_a_time_in_another_form_is_told(
    put: Callable[[Document], Path], document: Document, time: str
) -> None:
    document["facts"]["at"] = time
    path = put(document)
    assert refusal_of(lambda: read_proof(path), InputError) == NO_PROOF.format(
        f'facts.at is "{time}", expected a time in UTC such as 2026-03-02T08:00:00+00:00'
    )


def test_what_does_not_belong_into_a_proof_is_told(
    put: Callable[[Document], Path], document: Document
) -> None:
    document["facts"]["meaning"] = "all is well"
    path = put(document)
    assert refusal_of(lambda: read_proof(path), InputError) == NO_PROOF.format(
        '"facts.meaning" does not belong there'
    )


def test_a_later_format_is_left_to_a_later_program(
    put: Callable[[Document], Path], document: Document
) -> None:
    document["facts"]["format"] = "packmark-uniqueness-2"
    path = put(document)
    assert refusal_of(lambda: read_proof(path), InputError) == (
        f'proof.json has the format "packmark-uniqueness-2"; this program knows {FORMAT}. '
        "Check it with the program that wrote it."
    )


@pytest.mark.parametrize(("name", "size"), [("public_key", 32), ("signature", 64)])
def test_a_key_or_signature_that_is_none_is_told(
    put: Callable[[Document], Path], document: Document, name: str, size: int
) -> None:
    document[name] = "AA=="
    path = put(document)
    assert refusal_of(lambda: read_proof(path), InputError) == NO_PROOF.format(
        f'{name} is "AA==", expected {size} bytes in base64'
    )


def test_the_sentence_says_what_a_signature_shows_and_what_not(key: StationKey) -> None:
    said = FACTS.sign(key).sentence
    assert "It shows neither who sat at the program" in said.in_language(ENGLISH)
    assert "签名不能表明由何人操作程序" in said.in_language(CHINESE)
