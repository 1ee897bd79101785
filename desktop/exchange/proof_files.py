"""The proof of uniqueness as a file: JSON for programs, PDF for people."""

import io
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

from desktop import __version__
from desktop.exchange.new_file import write_new
from desktop.labels.pdf import register_font
from desktop.texts import CHINESE, Text, say

_LEFT = 20 * mm
_WIDTH = A4[0] - 40 * mm
_GREY = 0.45


@dataclass(frozen=True, slots=True)
class UniquenessProof:
    """What was found in one walk through all codes, and the audit record that holds it."""

    count: int
    repeats: int
    files: int
    """Imported files that the codes came in."""
    at: datetime
    by: str
    sha256: str
    """Over all codes in the order of their digits, each with a line feed."""
    audit_records: int
    audit_head: str
    """The head of the audit trail with the record of this proof."""
    sentence: Text


def write_proof_file(path: Path, facts: UniquenessProof, language: str) -> None:
    """Write JSON or, for any other ending than ``.json``, a PDF of one page.

    Raises:
        Refused: the file exists.
        StorageError: it cannot be written.
    """
    data = _json(facts, language) if path.suffix.lower() == ".json" else _pdf(facts, language)
    write_new(path, data)


def _json(facts: UniquenessProof, language: str) -> bytes:
    content = {
        "proof": "uniqueness of codes",
        "codes": facts.count,
        "repeats": facts.repeats,
        "files": facts.files,
        "at": facts.at.isoformat(),
        "by": facts.by,
        "sha256": facts.sha256,
        "sha256_over": "all codes in the order of their digits, each followed by a line feed",
        "audit_records": facts.audit_records,
        "audit_head": facts.audit_head,
        "program": f"Packmark {__version__}",
        "meaning": facts.sentence.in_language(language),
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def _pdf(facts: UniquenessProof, language: str) -> bytes:
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
        (say("Codes in the pool"), f"{facts.count:,}".replace(",", " "), False),
        (say("Codes that occur twice"), str(facts.repeats), False),
        (say("Imported files"), str(facts.files), False),
        (say("Proof made"), f"{facts.at:%Y-%m-%d %H:%M:%S} UTC", False),
        (say("Made by"), f"{facts.by}  ·  Packmark {__version__}", False),
        (say("SHA-256 over all codes"), facts.sha256, True),
        (say("Audit trail: records"), str(facts.audit_records), False),
        (say("Audit trail: head"), facts.audit_head, True),
    ):
        canvas.setFillGray(_GREY)
        canvas.setFont(font, 9.5)
        canvas.drawString(_LEFT, y, name.in_language(language))
        canvas.setFillGray(0)
        canvas.setFont("Courier" if fixed else font, 8.5 if fixed else 9.5)
        canvas.drawString(_LEFT + 48 * mm, y, value)
        y -= 6.5 * mm
    y -= 4 * mm
    canvas.setFont(font, 10)
    for line in _wrapped(facts.sentence.in_language(language), font, language):
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
