"""Whether what QA put on record is as it was written: grades, waived samples, holds and releases.

Each grade's digest stands in the audit record of its change; of the others the record tells all that counts.
"""

import json
from collections import Counter
from contextlib import closing
from typing import Any, Final

from sqlalchemy import Connection, select

from desktop.storage import quality
from desktop.storage.audit_trail import records
from desktop.storage.columns import micros
from desktop.storage.evidence import Fault
from desktop.storage.quality_tables import batch_event, sample_event
from desktop.texts import say

GRADED: Final = ("quality.grade", "quality.external")
WAIVED: Final = "quality.waive"
DECIDED: Final = (*GRADED, "batch.hold", "batch.release")
"""Actions whose audit records tell of rows of these tables."""


def first_fault(connection: Connection) -> Fault | None:
    """Return the first disagreement between the rows of QA and the audit records that tell of them."""
    grades = quality.digests(connection)
    events: Counter[tuple[Any, ...]] = Counter()
    with closing(records(connection)) as all_records:
        for record in all_records:
            if record.action not in {*DECIDED, WAIVED}:
                continue
            told = json.loads(record.new) if record.new else {}
            at = micros(record.at)
            for grade in told.get("grades", []):
                if grades.pop(grade["id"], None) != grade["sha256"]:
                    return _edited(grade["id"], record.number)
            if "status" in told:
                events["batch", at, told["batch"], told["status"]] += 1
            if record.action == WAIVED:
                events["waived", at, int(record.subject.removeprefix("job ")), told["number"]] += 1
    for unknown in sorted(grades):
        return Fault(None, say("No record tells of the grade {id}.", id=unknown))
    return None if events == _events(connection) else _disagreeing(events, connection)


def _edited(grade: int, number: int) -> Fault:
    return Fault(
        number,
        say(
            "The grade {id} is not the one that record {number} tells of: it was edited or removed.",
            id=grade,
            number=number,
        ),
    )


def _events(connection: Connection) -> Counter[tuple[Any, ...]]:
    decided = connection.execute(select(batch_event.c.at, batch_event.c.batch_id, batch_event.c.status))
    waived = connection.execute(
        select(sample_event.c.at, sample_event.c.job_id, sample_event.c.number).where(
            sample_event.c.kind == "waived"
        )
    )
    return Counter(
        [
            *(("batch", micros(at), batch_id, status) for at, batch_id, status in decided),
            *(("waived", micros(at), job_id, number) for at, job_id, number in waived),
        ]
    )


def _disagreeing(told: Counter[tuple[Any, ...]], connection: Connection) -> Fault:
    found = _events(connection)
    kind, _, key, value = min((told - found) or (found - told))
    if kind == "batch":
        return Fault(
            None,
            say("Batch {id}: records and rows disagree on its being {status}.", id=key, status=value),
        )
    return Fault(
        None,
        say("Job {job}: records and rows disagree on the waived sample {number}.", job=key, number=value),
    )
