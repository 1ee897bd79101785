"""Whether symbols say what the design has on one label, and element strings what product and batch have."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from desktop.codes.gs1 import explain
from desktop.codes.gtin import Gtin
from desktop.errors import InputError
from desktop.grading.model import SymbolGrade
from desktop.jobs.verify import LONGEST_SHOWN, expected_symbols
from desktop.operations.label_values import shared_values
from desktop.operations.plant import Plant
from desktop.operations.running import plan_as_printed
from desktop.products.job import Job, label_values
from desktop.reading.reader import ReadSymbol
from desktop.storage import batches, product_versions, products
from desktop.storage.codes import StoredCode
from desktop.symbols.symbology import GS, IDENTIFIERS
from desktop.texts import Text, say

_ELEMENT_STRINGS = frozenset({"]C1", "]d2", "]Q3", "]e0"})
"""Symbology identifiers of carriers of element strings (GS1 General Specifications)."""
_EAN = "]E0"
_ITF = "]I"
_GTINS = frozenset({"01", "02"})
_DATES: Mapping[str, str] = {"11": "made", "17": "expiry"}
_PLAIN: Mapping[str, str] = {"01": "gtin", "02": "content_gtin", "10": "lot", "37": "content_count"}
_MONTH = 4
"""Digits of a date without its day: day 00 means the whole month (GS1 General Specifications, 3.4)."""


@dataclass(frozen=True, slots=True)
class Told:
    """A fault of one symbol, by its place in the list; None: of the label as a whole."""

    text: Text
    symbol: int | None


def element_faults(plant: Plant, job: Job, symbols: Sequence[SymbolGrade]) -> Iterator[Told]:
    """Yield what element strings say otherwise than product and batch of a job."""
    wanted = _wanted(plant, job)
    for index, symbol in enumerate(symbols):
        if symbol.identifier not in _ELEMENT_STRINGS:
            continue
        try:
            elements = explain(symbol.identifier + symbol.data).elements
        except InputError as trouble:
            yield Told(trouble.text, index)
            continue
        for element in elements:
            expected = wanted.get(element.ai)
            if not expected or _agree(element.ai, element.value, expected):
                continue
            if element.ai in _GTINS:
                yield Told(_other_gtin(plant, job, element.ai, element.value, expected), index)
                continue
            yield Told(
                say(
                    "({ai}) {title} is “{found}”; job {job} prints “{expected}”. Keep the label apart and "
                    "find out where it comes from.",
                    ai=element.ai,
                    title=element.title,
                    found=element.value,
                    job=job.id,
                    expected=expected,
                ),
                index,
            )


def _wanted(plant: Plant, job: Job) -> dict[str, str]:
    with plant.store.read() as connection:
        version = product_versions.of_job(connection, job)
        batch = batches.get(connection, job.batch_id).batch
    shared = shared_values(version.product, batch, job.level, version.details, job.count)
    dates = {"made": batch.made, "expiry": batch.expiry}
    return {ai: shared[name] for ai, name in _PLAIN.items()} | {
        ai: f"{dates[name]:%y%m%d}" for ai, name in _DATES.items()
    }


def _agree(ai: str, found: str, expected: str) -> bool:
    if ai in _DATES and found.endswith("00"):
        return found[:_MONTH] == expected[:_MONTH]
    return found == expected or (ai == "37" and found.lstrip("0") == expected)


def _other_gtin(plant: Plant, job: Job, ai: str, found: str, expected: str) -> Text:
    try:
        with plant.store.read() as connection:
            owner = products.level_of_gtin(connection, Gtin.parse(found))
    except InputError:
        owner = None
    if owner is None:
        return say(
            "({ai}) GTIN {found} is of no product here; job {job} prints {expected}. Keep the label apart "
            "and find out where it comes from.",
            ai=ai,
            found=found,
            job=job.id,
            expected=expected,
        )
    return say(
        "({ai}) GTIN {found} is {product}, pack level {level}; job {job} prints {expected}. Keep the label "
        "apart and find out where it comes from.",
        ai=ai,
        found=found,
        product=owner.product.product.name,
        level=owner.level,
        job=job.id,
        expected=expected,
    )


def design_faults(
    plant: Plant,
    job: Job,
    code: StoredCode,
    symbols: Sequence[SymbolGrade],
    told: frozenset[int | None],
    *,
    whole: bool,
) -> Iterator[Told]:
    """Yield what differs from the symbols that the design has on the label of a code.

    A job that no label printer was opened for has no such label; nothing is said then.

    Args:
        plant: where.
        job: that prints the label.
        code: on it; one of the job's own.
        symbols: that were found.
        told: which of them have a fault of their content already: they are counted, not told again.
        whole: these are all symbols of the label.
    """
    plan = plan_as_printed(plant, job)
    if plan is None:
        return
    number = code.ordinal or 0
    left = list(expected_symbols(plan, plan.fill(label_values(code.value, number))))
    read = [(index, _read(symbol)) for index, symbol in enumerate(symbols) if symbol.data]
    other = [(index, found) for index, found in read if _take(left, found, both=True) is None]
    for index, found in other:
        meant = _take(left, found)
        if index not in told:
            yield Told(_differs(found, meant, number), index)
    if whole:
        # What could not be read is judged by its grade; nobody knows which of the symbols it is.
        unread = len(symbols) - len(read)
        for missing in left[unread:]:
            yield Told(_missing(missing, number), None)


def _read(symbol: SymbolGrade) -> ReadSymbol:
    return ReadSymbol(symbol.identifier, symbol.data)


def _key(symbol: ReadSymbol) -> tuple[str, str]:
    """Return identifier and data as far as they matter: a UPC-A is an EAN-13 with a 0 in front."""
    identifier, text = symbol.symbology_identifier, symbol.text
    if identifier == _EAN:
        return identifier, text.zfill(13)
    return (_ITF if identifier.startswith(_ITF) else identifier), text


def _take(left: list[ReadSymbol], found: ReadSymbol, *, both: bool = False) -> ReadSymbol | None:
    """Take out of the expected symbols the one that was meant: of the same data, or else of the same kind."""
    identifier, text = _key(found)
    # A verifier's result that was typed in says no identifier.
    alike = [one for one in left if _key(one)[1] == text and (not identifier or _key(one)[0] == identifier)]
    if not both:
        alike = [one for one in left if _key(one)[1] == text] or [
            one for one in left if _key(one)[0] == identifier
        ]
    if not alike:
        return None
    left.remove(alike[0])
    return alike[0]


def _differs(found: ReadSymbol, meant: ReadSymbol | None, number: int) -> Text:
    if meant is None:
        return say(
            "{symbology} with “{found}” is not on the design of label {number}. Find out how it came there.",
            symbology=_name(found),
            found=_shown(found),
            number=number,
        )
    if _key(found)[1] == _key(meant)[1]:
        return say(
            "“{found}” stands in {symbology}; the design has it in {expected}. Look which design the printer "
            "was sent.",
            found=_shown(found),
            symbology=_name(found),
            expected=_name(meant),
        )
    return say(
        "{symbology} says “{found}”; on label {number} expected is “{expected}”. Keep the label apart and "
        "find out where it comes from.",
        symbology=_name(found),
        found=_shown(found),
        number=number,
        expected=_shown(meant),
    )


def _missing(expected: ReadSymbol, number: int) -> Text:
    return say(
        "{symbology} with “{expected}” belongs on label {number} and was not found. See whether it is "
        "printed, and wholly in the picture.",
        symbology=_name(expected),
        expected=_shown(expected),
        number=number,
    )


def _name(symbol: ReadSymbol) -> str:
    """Return what people call a symbology, with the identifier that tells it from its like."""
    identifier = symbol.symbology_identifier
    known = next((one.value for one, own in IDENTIFIERS.items() if own == identifier), "")
    return f"{known} ({identifier})".strip()


def _shown(symbol: ReadSymbol) -> str:
    text = symbol.text.replace(GS, "<GS>")
    return text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "…"
