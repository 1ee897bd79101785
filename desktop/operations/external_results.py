"""What a verifier beside ours says of a label: compared with its job as pictures are, and put on record."""

import json
from dataclasses import dataclass

from desktop.changes import Changes
from desktop.grading.editions import edition_for
from desktop.grading.model import SymbolGrade
from desktop.operations import content
from desktop.operations.inspections import CHANGED
from desktop.operations.job_codes import reason_given
from desktop.operations.needed_grade import asked_of
from desktop.operations.plant import Plant
from desktop.operations.sample_records import put
from desktop.products.quality import ExternalResult, GradeRecord, Source, Verdict, minimum_grade, verdict_of
from desktop.storage import codes
from desktop.texts import Text

_IDENTIFIER = len("]C1")


@dataclass(frozen=True, slots=True)
class WeighedResult:
    """What a verifier says of a symbol, compared with its job, not on record yet.

    Attributes:
        job_id: whose label it is; None: of no job.
        code, label, minimum, faults: as of ``inspections.Inspected``.
    """

    result: ExternalResult
    job_id: int | None
    code: str
    label: int | None
    minimum: float
    faults: tuple[Text, ...]

    @property
    def verdict(self) -> Verdict:
        """What it is worth."""
        return verdict_of(
            self.result.grade, self.minimum, calibrated=self.result.calibrated, faults=self.faults
        )


def weigh_external(plant: Plant, result: ExternalResult) -> WeighedResult:
    """Say what a verifier's result is worth, and of which job it is; nothing is written.

    Raises:
        InputError: it names a job that is not there.
    """
    symbol = _as_symbol(result)
    code = content.code_in(symbol)
    job_id = result.job_id
    if job_id is None and code:
        with plant.store.read() as connection:
            known = codes.by_value(connection, code)
        job_id = None if known is None else known.job_id
    faults = () if job_id is None else content.check(plant, job_id, (symbol,), whole_label=False)
    return WeighedResult(
        result,
        job_id,
        code,
        content.label_of(plant, job_id, code),
        minimum_grade(result.symbology, asked=asked_of(plant, job_id)),
        tuple(fault.text for fault in faults),
    )


def record_external(plant: Plant, result: ExternalResult) -> tuple[GradeRecord, Changes]:
    """Put on record what a verifier beside ours says of a symbol; a failed one holds the batch.

    Its content is compared with the job as with a picture of ours.

    Raises:
        InputError: there is no such job or record, or a repeat has no reason.
        Refused: as with ``record``.
    """
    found = weigh_external(plant, result)
    words = reason_given(result.reason) if result.repeat_of is not None else " ".join(result.reason.split())
    subject = "verifier" if found.job_id is None else f"job {found.job_id}"
    with plant.store.change(plant.actor, "quality.external", subject, reason=words) as change:
        row = GradeRecord(
            id=0,
            at=change.at,
            by=change.actor,
            source=Source.VERIFIER,
            device=result.device.strip(),
            job_id=found.job_id,
            code=found.code,
            label=found.label,
            number=result.number,
            occasion=result.occasion,
            repeat_of=result.repeat_of,
            reason=words,
            symbology=result.symbology,
            data=result.data,
            edition=result.edition,
            grade=result.grade,
            at_most=result.grade,
            formal=result.formal,
            minimum=found.minimum,
            verdict=found.verdict,
            calibrated=result.calibrated,
            faults=found.faults,
            details=_figures(result),
        )
        return put(change, [(row, b"")])[0], CHANGED


def _as_symbol(result: ExternalResult) -> SymbolGrade:
    """Return an external result as far as the check of content asks for it."""
    identifier, data = "", result.data
    if data.startswith("]") and len(data) > _IDENTIFIER:
        identifier, data = data[:_IDENTIFIER], data[_IDENTIFIER:]
    return SymbolGrade(
        symbology=result.symbology,
        identifier=identifier,
        data=data,
        corners=((0.0, 0.0),) * 4,
        edition=edition_for(result.symbology),
        aperture_mm=None,
        module_px=0.0,
        module_mm=None,
        grade=result.grade,
        parameters=(),
    )


def _figures(result: ExternalResult) -> str:
    measured = {} if result.measured_at is None else {"measured_at": result.measured_at.isoformat()}
    return json.dumps({**measured, **dict(result.figures)}, ensure_ascii=False)
