"""Whether the symbols of a picture say what a label of a job must say."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.codes.drug_code import PREFIX_LENGTH
from desktop.errors import InputError, Refused
from desktop.grading.model import SymbolGrade
from desktop.operations.job_codes import code_of_job
from desktop.operations.label_content import design_faults, element_faults
from desktop.operations.plant import Plant
from desktop.operations.scanned import scanned_code
from desktop.products.code_pool import CodeState, state_name
from desktop.storage import batches, jobs, products
from desktop.storage.codes import StoredCode
from desktop.storage.job_codes import ON_PACKS, Lookup, look_up
from desktop.texts import Text, say

_ON_A_LABEL = (*ON_PACKS, CodeState.SAMPLED)
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
    with plant.store.read() as connection:
        job = jobs.get(connection, job_id)
    faults: list[ContentFault] = []
    codes = [code_in(symbol) for symbol in symbols]
    for index, value in enumerate(codes):
        if value:
            faults += [ContentFault(text, index) for text in _code_faults(plant, job_id, value)]
    read = [value for value in codes if value]
    if len(set(read)) > 1:
        faults.append(ContentFault(_several(read)))
    if whole_label and not read and all(symbol.data for symbol in symbols):
        faults.append(ContentFault(_no_code(job_id, [symbol.data for symbol in symbols])))
    faults += [ContentFault(one.text, one.symbol) for one in element_faults(plant, job, symbols)]
    own = next((code for code in (stored_code(plant, job_id, value) for value in read) if code), None)
    if own is not None:
        told = frozenset(fault.symbol for fault in faults)
        differing = design_faults(plant, job, own, symbols, told, whole=whole_label)
        faults += [ContentFault(one.text, one.symbol) for one in differing]
    return tuple(faults)


def not_checked() -> tuple[Text, ...]:
    """Say what nobody compared: a remark to every result of ``check``, and no fault."""
    return (
        say("The human-readable text was not read: compare it with the code by eye, and its lot and dates."),
    )


def stored_code(plant: Plant, job_id: int, value: str) -> StoredCode | None:
    """Return a code of a job as stored; None if it is not one of the job's own."""
    with plant.store.read() as connection:
        found = look_up(connection, job_id, value).code
    return found if found is not None and found.job_id == job_id else None


def label_of(plant: Plant, job_id: int | None, value: str) -> int | None:
    """Return the number of the label of a job that carries a code; None if none of its labels does."""
    if job_id is None or not value:
        return None
    found = stored_code(plant, job_id, value)
    return None if found is None else found.ordinal


def _code_faults(plant: Plant, job_id: int, value: str) -> list[Text]:
    with plant.store.read() as connection:
        found = look_up(connection, job_id, value)
    try:
        code = code_of_job(found)
    except Refused as refusal:
        return [refusal.text, *_whose(plant, found)]
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


def _whose(plant: Plant, found: Lookup) -> tuple[Text, ...]:
    """Name the product of a code that is not known, and the batch of one that is of another job."""
    code, job = found.code, found.job
    with plant.store.read() as connection:
        if code is None:
            owner = products.level_of_prefix(connection, found.value[:PREFIX_LENGTH])
            if owner is None:
                return ()
            name = products.get(connection, owner.product_id).product.name
            return (
                say(
                    "Its first {n} digits are those of {product}, pack level {level}.",
                    n=PREFIX_LENGTH,
                    product=name,
                    level=owner.level,
                ),
            )
        if code.job_id is None or code.job_id == job.id:
            return ()
        other = jobs.get(connection, code.job_id)
        own_lot, lot = (batches.get(connection, one.batch_id).batch.lot for one in (job, other))
    if lot == own_lot:
        return ()
    return (
        say(
            "It is of lot {found}; job {job} prints lot {expected}.", found=lot, job=job.id, expected=own_lot
        ),
    )


def _several(read: Sequence[str]) -> Text:
    return say(
        "The symbols carry {n} different codes: {codes}. All symbols of a label carry the same one; take one "
        "label to a picture.",
        n=len(set(read)),
        codes=", ".join(dict.fromkeys(read)),
    )
