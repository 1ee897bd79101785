"""Grades as CSV: a row a symbol that was just graded, or a row a record that QA keeps."""

from collections.abc import Mapping, Sequence

from desktop.exchange.csv_writer import csv_bytes
from desktop.exchange.report_words import shown
from desktop.grading.formal import passes
from desktop.grading.model import SymbolGrade
from desktop.grading.record import symbol_record
from desktop.products.quality import GradeRecord, occasion_name, verdict_name
from desktop.texts import Text, joined, say

_OF_THE_SYMBOL = (
    "symbology",
    "symbology_identifier",
    "data",
    "edition",
    "grade",
    "letter",
    "formal",
    "at_most",
    "aperture_mm",
    "module_px",
    "module_mm",
)


def grades_csv(symbols: Sequence[tuple[str, SymbolGrade]], minimum: float, language: str) -> bytes:
    """Write a row for each symbol, its columns by the names of the truth tables.

    Args:
        symbols: with the name of the picture's file.
        minimum: the grade that is needed.
        language: of the sentences in it.
    """
    records = [symbol_record(symbol, language) for _, symbol in symbols]
    figures: dict[str, None] = {}
    for record in records:
        figures |= dict.fromkeys(_figures(record))
    headings = ("file", *_OF_THE_SYMBOL, "needed", "passes", *figures, "not_measurable")
    rows = [
        (
            name,
            *(_cell(record[key]) for key in _OF_THE_SYMBOL),
            minimum,
            "yes" if passes(symbol, minimum) else "no",
            *(_cell(_figures(record).get(key)) for key in figures),
            " ".join(reason.in_language(language) for reason in symbol.not_measurable),
        )
        for (name, symbol), record in zip(symbols, records, strict=True)
    ]
    return csv_bytes(headings, rows)


def _figures(record: Mapping[str, object]) -> dict[str, object]:
    found = record["parameters"]
    assert isinstance(found, dict)
    return found


def _cell(value: object) -> str | float | None:
    if value is None or isinstance(value, int | float):
        return value
    if isinstance(value, list):
        return " ".join(str(one) for one in value)
    return shown(str(value))


def records_csv(records: Sequence[GradeRecord], language: str) -> bytes:
    """Write a row for each record that QA keeps, in ``language``."""
    columns = (
        say("Number"),
        say("Recorded (UTC)"),
        say("Recorded by"),
        say("Device"),
        say("Job"),
        say("Code"),
        say("Label"),
        say("Due at label"),
        say("Occasion"),
        say("Repeats"),
        say("Reason"),
        say("Symbology"),
        say("Data"),
        say("Edition"),
        say("Grade"),
        say("At most"),
        say("Formal grade"),
        say("Needed"),
        say("Verdict"),
        say("Calibrated"),
        say("Faults of the content"),
        say("Why not measurable"),
        say("Printer"),
        say("Design revision"),
        say("SHA-256 of the picture"),
    )
    return csv_bytes(
        [column.in_language(language) for column in columns], [_row(record, language) for record in records]
    )


def _row(record: GradeRecord, language: str) -> tuple[str | float | None, ...]:
    def worded(text: Text) -> str:
        return text.in_language(language)

    return (
        record.id,
        f"{record.at:%Y-%m-%d %H:%M:%S}",
        record.by,
        record.device,
        record.job_id,
        record.code,
        record.label,
        record.number,
        worded(occasion_name(record.occasion)),
        record.repeat_of,
        record.reason,
        record.symbology,
        shown(record.data),
        record.edition,
        record.grade,
        record.at_most,
        record.formal,
        record.minimum,
        worded(verdict_name(record.verdict)),
        worded(say("yes") if record.calibrated else say("no")),
        joined(record.faults, language),
        joined(record.not_measurable, language),
        record.printer,
        record.design_revision_id,
        record.picture_sha256,
    )
