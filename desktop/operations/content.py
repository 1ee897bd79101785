"""Whether the symbols of a picture say what a label of a job must say."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.errors import InputError, Refused
from desktop.grading.model import SymbolGrade
from desktop.operations.job_codes import code_of_job
from desktop.operations.plant import Plant
from desktop.operations.scanned import scanned_code
from desktop.products.code_pool import CodeState, state_name
from desktop.storage.codes import StoredCode
from desktop.storage.job_codes import GOOD, look_up
from desktop.texts import Text, say

_ON_A_LABEL = (*GOOD, CodeState.SAMPLED)
"""States of codes that a label may carry."""


@dataclass(frozen=True, slots=True)
class ContentFault:
    """What is wrong with what a label says: expected, found, what to do.

    ``symbol``: index of the symbol that says it; None: the label as a whole.
    """

    text: Text
    symbol: int | None = None


def code_in(symbol: SymbolGrade) -> str:
    """Return the drug code that a symbol carries, as it is or as serial number; empty if it carries none."""
    for text in (symbol.data, symbol.identifier + symbol.data):
        try:
            return scanned_code(text)
        except InputError:
            continue
    return ""


def check(
    plant: Plant, job_id: int, symbols: Sequence[SymbolGrade], *, whole_label: bool = True
) -> tuple[ContentFault, ...]:
    """Compare what was read with what a label of a job must say.

    Args:
        plant: where.
        job_id: whose label it should be.
        symbols: of one label; what could not be read is judged by its grade alone.
        whole_label: these are all symbols of the label, so that missing ones are a fault.

    Raises:
        InputError: there is no such job.
    """
    faults: list[ContentFault] = []
    codes = [code_in(symbol) for symbol in symbols]
    for index, value in enumerate(codes):
        if value:
            faults += [ContentFault(text, index) for text in _code_faults(plant, job_id, value)]
    if whole_label and not any(codes) and all(symbol.data for symbol in symbols):
        faults.append(ContentFault(_no_code(job_id, [symbol.data for symbol in symbols])))
    return tuple(faults)


def stored_code(plant: Plant, job_id: int, value: str) -> StoredCode | None:
    """Return a code of a job as stored; None if it is not one of the job's own."""
    with plant.store.read() as connection:
        found = look_up(connection, job_id, value).code
    return found if found is not None and found.job_id == job_id else None


def _code_faults(plant: Plant, job_id: int, value: str) -> list[Text]:
    with plant.store.read() as connection:
        found = look_up(connection, job_id, value)
    try:
        code = code_of_job(found)
    except Refused as refusal:
        return [refusal.text]
    if code.state in _ON_A_LABEL:
        return []
    return [
        say(
            "{code} (label {number}) is {state}: no label with it may be on a pack. Find where it comes "
            "from, and destroy it.",
            code=value,
            number=code.ordinal or 0,
            state=state_name(code.state),
        )
    ]


def _no_code(job_id: int, data: Sequence[str]) -> Text:
    return say(
        "No symbol carries a code of job {job}; read was: {found}.", job=job_id, found=", ".join(data)[:200]
    )
