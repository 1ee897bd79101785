"""A code that somebody scanned, as one of a job's own, in a state that allows what is asked of it."""

from collections.abc import Collection
from typing import Final

from desktop.errors import InputError, Refused
from desktop.products.code_pool import CodeState, state_name
from desktop.storage.codes import StoredCode
from desktop.storage.job_codes import Lookup
from desktop.texts import Text, say

LONGEST_REASON: Final = 500
"""Characters; a reason is a sentence, not a file."""


def reason_given(reason: str) -> str:
    """Return a person's reason without spaces around it.

    Raises:
        InputError: it is empty or too long.
    """
    words = " ".join(reason.split())
    if not words:
        raise InputError(say("Say why: the reason stands in the audit trail."))
    if len(words) > LONGEST_REASON:
        raise InputError(
            say(
                "The reason has {found} characters, the longest is {most}: say it shorter.",
                found=len(words),
                most=LONGEST_REASON,
            )
        )
    return words


def code_of_job(found: Lookup) -> StoredCode:
    """Return a code that was looked up for a job, if it is one of the job's own.

    Raises:
        Refused: it is another product's, pack level's or job's, or unknown here.
    """
    code, job = found.code, found.job
    if code is None:
        raise Refused(
            say("{code} is not known here: no code file with it was ever imported.", code=found.value)
        )
    if code.job_id == job.id:
        return code
    if (code.product_id, code.level) != (job.product_id, job.level):
        raise Refused(
            say(
                "{code} is of {product}, pack level {level}; job {job} prints {wanted}, pack level "
                "{wanted_level}. This label belongs to something else: look where it comes from.",
                code=found.value,
                product=found.product,
                level=code.level,
                job=job.id,
                wanted=found.wanted,
                wanted_level=job.level,
            )
        )
    if code.job_id is not None:
        raise Refused(
            say(
                "{code} is a code of job {other}, not of job {job}: work on it there.",
                code=found.value,
                other=code.job_id,
                job=job.id,
            )
        )
    raise Refused(say("{code} is not a code of job {job}.", code=found.value, job=job.id))


def refuse_unless(found: StoredCode, allowed: Collection[CodeState], needed: Text) -> None:
    """Refuse a code that is in another state than in one of ``allowed``.

    Args:
        found: the code.
        allowed: the states that are right.
        needed: which codes those are, such as "a label that was printed".

    Raises:
        Refused: it is in another.
    """
    if found.state not in allowed:
        raise Refused(
            say(
                "{code} (label {number}) is {state}. Needed is {needed}; nothing was changed.",
                code=found.value,
                number=found.ordinal or 0,
                state=state_name(found.state),
                needed=needed,
            )
        )
