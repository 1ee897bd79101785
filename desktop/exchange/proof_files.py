"""The proof of uniqueness as a file: JSON for programs, PDF for people."""

import io
import json
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

from desktop.errors import PackmarkError
from desktop.exchange.new_file import write_new
from desktop.exchange.proof_format import UniquenessProof
from desktop.labels.pdf import register_font
from desktop.texts import CHINESE, say

_LEFT = 20 * mm
_WIDTH = A4[0] - 40 * mm
_GREY = 0.45
_SIGNS = 64
"""Of a value on one line; a signature takes two."""


def write_proof_files(path: Path, proof: UniquenessProof, language: str) -> tuple[Path, ...]:
    """Write JSON or, for any other ending than ``.json``, a PDF of one page and its JSON beside it.

    The JSON is what can be checked, so no PDF is without one.

    Raises:
        Refused: one of the files exists.
        StorageError: it cannot be written.
    """
    signed = path if path.suffix.lower() == ".json" else path.with_suffix(".json")
    page = None if signed == path else _pdf(proof, signed.name, language)
    write_new(signed, _json(proof))
    if page is None:
        return (path,)
    try:
        write_new(path, page)
    except PackmarkError:
        signed.unlink()
        raise
    return path, signed


def _json(proof: UniquenessProof) -> bytes:
    content = {
        "facts": proof.facts.as_json(),
        "public_key": proof.key.text,
        "fingerprint": proof.fingerprint,
        "signature": proof.signature_text,
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def _pdf(proof: UniquenessProof, signed_name: str, language: str) -> bytes:
    facts = proof.facts
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1, pageCompression=1)
    title = say("Proof of uniqueness").in_language(language)
    canvas.setTitle(title)
    font = register_font()
    y = A4[1] - 25 * mm
    canvas.setFont(font, 20)
    canvas.drawString(_LEFT, y, title)
    y -= 14 * mm
    for name, value, fixed in (
        (say("Codes in the pool"), f"{facts.codes:,}".replace(",", " "), False),
        (say("Codes that occur twice"), str(facts.repeats), False),
        (say("Imported files"), str(facts.files), False),
        (say("Proof made"), f"{facts.at:%Y-%m-%d %H:%M:%S} UTC", False),
        (say("Made by"), f"{facts.by}  ·  {facts.program}", False),
        (say("SHA-256 over all codes"), facts.sha256, True),
        (say("Audit trail: records"), str(facts.audit_records), False),
        (say("Audit trail: head"), facts.audit_head, True),
        (say("Signing key: fingerprint"), proof.fingerprint, True),
        (say("Signature (Ed25519)"), proof.signature_text, True),
    ):
        canvas.setFillGray(_GREY)
        canvas.setFont(font, 9.5)
        canvas.drawString(_LEFT, y, name.in_language(language))
        canvas.setFillGray(0)
        canvas.setFont("Courier" if fixed else font, 8.5 if fixed else 9.5)
        for start in range(0, len(value), _SIGNS):
            canvas.drawString(_LEFT + 48 * mm, y, value[start : start + _SIGNS])
            y -= 4.5 * mm
        y -= 2 * mm
    for text in (
        proof.sentence,
        say(
            "This page only tells of the proof. What can be checked is its file {name}: packmark codes proof "
            "verify {name}.",
            name=signed_name,
        ),
    ):
        y -= 4 * mm
        canvas.setFont(font, 10)
        for line in _wrapped(text.in_language(language), font, language):
            canvas.drawString(_LEFT, y, line)
            y -= 5.5 * mm
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _wrapped(text: str, font: str, language: str) -> list[str]:
    """Cut running text into lines; Chinese breaks between any two characters."""
    if language != CHINESE:
        lines: list[str] = simpleSplit(text, font, 10, _WIDTH)
        return lines
    per_line = int(_WIDTH // 10)
    return [text[start : start + per_line] for start in range(0, len(text), per_line)]
