"""Codes: look at files of codes and import them, search, and say how many are left on which level."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desktop.changes import Changes, Kind
from desktop.codes.characters import DIGITS, OUTER_SPACE, first_foreign, name_of
from desktop.codes.drug_code import LENGTH
from desktop.errors import InputError
from desktop.exchange.code_file import CodeFile, fingerprint, look_at_code_file, read_code_file
from desktop.exchange.code_format import CodeFormat, FileKind
from desktop.exchange.problems import NAMED, Problems
from desktop.operations.plant import Cancelled, Plant, Report
from desktop.products.code_pool import CodeCounts, CodeState
from desktop.storage import code_files, code_import, products, thresholds
from desktop.storage import codes as stored
from desktop.texts import Text, say, say_count

_READING_SHARE = 0.2
"""Part of an import's time that reading and checking the file takes; the rest is storing."""


@dataclass(frozen=True, slots=True)
class CodesImported:
    """What an import of a code file did."""

    product: str
    level: int
    count: int
    sha256: str
    changes: Changes


@dataclass(frozen=True, slots=True)
class CodesPreview:
    """What an import of a file would do, or why it cannot be."""

    name: str
    kind: FileKind | None
    """None: it is no file of codes."""
    product: str | None
    product_id: int | None
    level: int | None
    prefix: str
    count: int
    first: str
    last: str
    """First and last code of the file as it stands."""
    header: str | None
    columns: tuple[str, ...]
    """Of a table: its columns to choose from."""
    column: str | None
    problems: tuple[Text, ...]
    """The first hundred."""
    problem_count: int
    sentence: Text

    @property
    def importable(self) -> bool:
        """Tell whether an import would take it."""
        return self.problem_count == 0


@dataclass(frozen=True, slots=True)
class PoolLevel:
    """The codes of one product on one pack level."""

    product_id: int
    product: str
    level: int
    prefix: str
    counts: CodeCounts
    threshold: int | None = None
    """Fewer available codes than this are an alarm."""

    @property
    def low(self) -> bool:
        """Tell whether fewer codes are available than the plant wants."""
        return self.threshold is not None and self.counts.available < self.threshold


@dataclass(frozen=True, slots=True)
class FoundCode:
    """A code as a search finds it."""

    code: str
    state: CodeState
    product: str
    product_id: int
    level: int
    job_id: int | None
    reservation_id: int | None
    """The reservation that holds it, or the return that it went with."""
    file: str


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """A file whose codes are in the pool."""

    id: int
    name: str
    kind: FileKind | None
    sha256: str
    product_id: int
    product: str
    level: int
    count: int
    imported_at: datetime
    imported_by: str


def import_codes(
    plant: Plant, path: Path, report: Report | None = None, *, column: str | None = None
) -> CodesImported:
    """Import one file of codes: all of it or nothing, in steps so short that no printing job waits.

    The whole file is read and checked before the first code is stored.

    Args:
        plant: where to.
        path: a code file of the platform, a text with one code a line, a CSV table or an Excel workbook.
        report: told the fraction done; returns False to cancel.
        column: of a table, the column of the codes (heading, letter or number); None: found.

    Raises:
        InputError: the file is not one, or lines of it are wrong (each is named).
        Refused: the very same file, or a code of it, was imported before.
        Cancelled: ``report`` said so; nothing was kept.
    """
    # Known files are refused by their bytes, which takes a fraction of what reading them would.
    digest = fingerprint(path)
    with plant.store.read() as connection:
        code_import.refuse_known_file(connection, digest, path.name)
    file = read_code_file(
        path, None if report is None else lambda done: report(done * _READING_SHARE), column
    )
    with plant.store.read() as connection:
        rows = products.list_all(connection)
    product, level = file.belongs_to(row.product for row in rows)
    product_id = next(row.id for row in rows if row.product == product)
    code_import.require_room(plant.store, file.count, file.name)
    count = stored.import_file(
        plant.store,
        plant.actor,
        stored.NewFile(file.name, file.sha256, product_id, level.level, file.format.to_json()),
        _reported(file, report),
        {"product": product.type_no, "header": file.header.raw if file.header else None},
    )
    return CodesImported(product.name, level.level, count, file.sha256, Changes.of(Kind.CODES))


def preview_codes(
    plant: Plant, path: Path, report: Report | None = None, *, column: str | None = None
) -> CodesPreview:
    """Say what an import of a file would do, with everything that is wrong with it. Nothing is stored.

    Raises:
        StorageError: the disk or the database fails.
        Cancelled: ``report`` said so.
    """
    try:
        file = look_at_code_file(path, None if report is None else lambda done: report(done * 0.5), column)
    except InputError as error:
        return _no_code_file(path, error)
    problems = file.problems
    try:
        with plant.store.read() as connection:
            code_import.refuse_known_file(connection, file.sha256, file.name)
        code_import.require_room(plant.store, file.count, file.name)
    except InputError as error:
        return _preview(file, None, [error.text], 1)
    with plant.store.read() as connection:
        rows = products.list_all(connection)
    try:
        product, level = file.belongs_to(row.product for row in rows)
    except InputError as error:
        return _preview(file, None, [*problems.told, error.text], problems.total + 1)
    owner = next(row.id for row in rows if row.product == product)
    if problems.total == 0:
        _tell_known(plant, file, problems, _half(report, path.name))
    return _preview(file, (owner, product.name, level.level), problems.told, problems.total)


def pool_levels(plant: Plant) -> tuple[PoolLevel, ...]:
    """Return every product and pack level with its counts, those without codes too."""
    with plant.store.read() as connection:
        rows = products.list_all(connection)
        counts = {(row.product_id, row.level): row.counts for row in stored.level_counts(connection)}
        least = thresholds.all_least(connection)
    return tuple(
        PoolLevel(
            row.id,
            row.product.name,
            level.level,
            level.prefix,
            counts.get((row.id, level.level), CodeCounts()),
            least.get((row.id, level.level)),
        )
        for row in rows
        for level in row.product.levels
    )


def search_codes(plant: Plant, text: str, limit: int = 50) -> tuple[FoundCode, ...]:
    """Find codes by all of their digits or by the first ones, in the order of their digits.

    Args:
        plant: where.
        text: digits as typed or scanned; spaces and one hyphen between them are taken off.
        limit: how many to find at most.

    Raises:
        InputError: other characters stand in it, or more than 20 digits.
    """
    digits = "".join(text.strip(OUTER_SPACE).split(" "))
    if digits.count("-") == 1:
        digits = digits.replace("-", "")
    if not digits:
        return ()
    foreign = first_foreign(digits, DIGITS)
    if foreign is not None:
        raise InputError(
            say(
                "Search: {character} is no digit; type a code or its first digits.",
                character=name_of(digits[foreign]),
            )
        )
    if len(digits) > LENGTH:
        raise InputError(
            say("Search: found {found} digits, a code has {expected}.", found=len(digits), expected=LENGTH)
        )
    with plant.store.read() as connection:
        found = stored.starting_with(connection, digits, limit)
        names = {
            product_id: products.get(connection, product_id).product.name
            for product_id in {code.product_id for code in found}
        }
        files = {
            file_id: code_files.get(connection, file_id).name for file_id in {code.file_id for code in found}
        }
    return tuple(
        FoundCode(
            code.value,
            code.state,
            names[code.product_id],
            code.product_id,
            code.level,
            code.job_id,
            code.withdrawal_id,
            files[code.file_id],
        )
        for code in found
    )


def imported_files(plant: Plant) -> tuple[ImportedFile, ...]:
    """Return all files whose codes are in the pool, the newest import first."""
    with plant.store.read() as connection:
        names = {row.id: row.product.name for row in products.list_all(connection)}
        rows = code_files.list_all(connection)
    return tuple(
        ImportedFile(
            row.id,
            row.name,
            form.kind if (form := CodeFormat.from_json(row.format)) else None,
            row.sha256,
            row.product_id,
            names[row.product_id],
            row.level,
            row.count,
            row.imported_at,
            row.imported_by,
        )
        for row in rows
    )


def _no_code_file(path: Path, error: InputError) -> CodesPreview:
    problems = (error.text, *error.details)
    return CodesPreview(
        path.name, None, None, None, None, "", 0, "", "", None, (), None, problems, len(problems), error.text
    )


def _preview(
    file: CodeFile, owner: tuple[int, str, int] | None, problems: Sequence[Text], total: int
) -> CodesPreview:
    product_id, product, level = owner or (None, None, file.level)
    if total:
        sentence = say_count(
            "{name} has {n} problem; nothing of it would be imported.",
            "{name} has {n} problems; nothing of it would be imported.",
            n=total,
            name=file.name,
        )
    else:
        sentence = say_count(
            "{n} code of {product}, level {level}, will be imported.",
            "{n} codes of {product}, level {level}, will be imported.",
            n=file.count,
            product=product,
            level=level,
        )
    return CodesPreview(
        name=file.name,
        kind=file.format.kind,
        product=product,
        product_id=product_id,
        level=level,
        prefix=file.prefix,
        count=file.count,
        first=file.codes.first if file.count else "",
        last=file.codes.last if file.count else "",
        header=file.header.raw if file.header else None,
        columns=file.columns,
        column=file.column,
        problems=tuple(problems[:NAMED]),
        problem_count=total,
        sentence=sentence,
    )


def _tell_known(plant: Plant, file: CodeFile, problems: Problems, told: Callable[[float], None]) -> None:
    seen = 0
    for chunk in file.chunks():
        with plant.store.read() as connection:
            known = code_import.known_among(connection, chunk)
        for code, name in known:
            if problems.full:
                problems.count()
                continue
            problems.add(
                say(
                    "Line {line}: code {code} was imported with file {file}.",
                    line=file.codes.line_of(code),
                    code=code,
                    file=name,
                )
            )
        seen += len(chunk)
        told(seen / max(1, file.count))


def _half(report: Report | None, name: str) -> Callable[[float], None]:
    def told(fraction: float) -> None:
        if report is not None and not report(0.5 + fraction / 2):
            raise Cancelled(say("Reading {name} was cancelled; nothing of it was taken.", name=name))

    return told


def _reported(file: CodeFile, report: Report | None) -> Iterator[Sequence[str]]:
    stored_so_far = 0
    for chunk in file.chunks(code_import.CHUNK):
        yield chunk
        stored_so_far += len(chunk)
        if report is not None and not report(
            _READING_SHARE + (1 - _READING_SHARE) * stored_so_far / max(file.count, 1)
        ):
            raise Cancelled(say("Import of {file} was cancelled; nothing was kept.", file=file.name))
