"""Packing lines and their stations: what stands where, and what is printed there."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from desktop.changes import Changes, Kind
from desktop.errors import InputError, Refused
from desktop.operations.jobs import JobRow
from desktop.operations.plant import Plant
from desktop.operations.printers import PrinterRow, as_row
from desktop.operations.station_rules import refuse_mismatch
from desktop.products.job import CoderOrder
from desktop.products.lines import MOST_LEVELS, Line, Station, checked_name
from desktop.storage import line_jobs, printers, work_orders
from desktop.storage import lines as stored
from desktop.storage.store import Change
from desktop.texts import from_json, say


@dataclass(frozen=True, slots=True)
class StationRow:
    """A station and the printer that stands there."""

    station: Station
    printer: PrinterRow | None


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line and its stations in the direction of travel."""

    line: Line
    stations: tuple[StationRow, ...]


@dataclass(frozen=True, slots=True)
class StationView:
    """A station with the job that matters on its printer now.

    ``job`` is the newest one that runs; else that was stopped, else paused, else is ready; else the newest.
    """

    station: Station
    printer: PrinterRow | None
    job: JobRow | None


@dataclass(frozen=True, slots=True)
class LineView:
    """A line as the tiles show it."""

    line: Line
    stations: tuple[StationView, ...]


@dataclass(frozen=True, slots=True)
class StationDraft:
    """What a person says of a station; see ``desktop.products.lines.Station``.

    Attributes:
        id: of the station that is changed; None: it is a new one.
        place: from 1; 0: a new one comes last, one that exists stays where it is.
    """

    id: int | None
    line_id: int
    name: str
    place: int = 0
    level: int = 1
    printer_id: int | None = None
    label: str = ""
    camera: str = ""
    coder: CoderOrder | None = None
    scanner: str = ""

    @classmethod
    def of(cls, station: Station) -> "StationDraft":
        """Begin with a station as it is."""
        return cls(**asdict(station) | {"coder": station.coder})


def list_lines(plant: Plant) -> tuple[LineRow, ...]:
    """Return all lines by name."""
    return tuple(
        LineRow(view.line, tuple(StationRow(one.station, one.printer) for one in view.stations))
        for view in _views(plant, with_jobs=False)
    )


def overview(plant: Plant) -> tuple[LineView, ...]:
    """Return all lines with what is printed on them now. A few queries, however many stations there are."""
    return _views(plant, with_jobs=True)


def find_station(plant: Plant, path: str) -> StationRow:
    """Return the station that is written ``LINE/STATION``.

    Raises:
        InputError: there is none such, or more than one, as names may have a slash themselves.
    """
    matching = [
        one
        for row in list_lines(plant)
        for one in row.stations
        if f"{row.line.name}/{one.station.name}" == path
    ]
    if not matching:
        raise InputError(
            say("There is no station {found}. A station is written LINE/STATION.", found=repr(path[:130]))
        )
    if len(matching) > 1:
        raise InputError(
            say("{found} is the name of several stations, as a name has a slash: rename one.", found=path)
        )
    return matching[0]


def add_line(plant: Plant, name: str) -> tuple[LineRow, Changes]:
    """Add a line without stations.

    Raises:
        InputError: the name is none.
        Refused: there is a line of that name.
    """
    with plant.store.change(plant.actor, "line.add", "line") as change:
        made = stored.insert_line(change, checked_name(name, say("line")))
    return LineRow(made, ()), Changes.of(Kind.LINES)


def rename_line(plant: Plant, line_id: int, name: str) -> Changes:
    """Give a line another name.

    Raises:
        InputError: there is no such line, or the name is none.
        Refused: there is another line of that name.
    """
    with plant.store.change(plant.actor, "line.rename", f"line {line_id}") as change:
        stored.rename_line(change, line_id, checked_name(name, say("line")))
    return Changes.of(Kind.LINES, Kind.PRINTERS)


def remove_line(plant: Plant, line_id: int) -> Changes:
    """Take a line out with its stations. Printers, jobs and codes stay.

    Raises:
        InputError: there is no such line.
        Refused: a job on the printer of one of its stations is not finished, or a work order names the line.
    """
    with plant.store.change(plant.actor, "line.remove", f"line {line_id}") as change:
        _refuse_ordered(change, line_id)
        for station in stored.stations_of(change.connection, line_id):
            _refuse_unfinished(change, station)
        stored.remove_line(change, line_id)
    return Changes.of(Kind.LINES, Kind.PRINTERS)


def _refuse_ordered(change: Change, line_id: int) -> None:
    """Keep a line that orders name: their records tell where their packs were made."""
    orders = work_orders.list_all(change.connection, line_id=line_id)
    if orders:
        raise Refused(
            say(
                "Work order {number} names this line, so it stays: rename it if it is out of use.",
                number=orders[0].number,
            )
        )


def save_station(plant: Plant, draft: StationDraft) -> tuple[StationRow, Changes]:
    """Add a station, or change one; it may move to another line.

    Raises:
        InputError: there is no such station, line, printer or label; the name, level, place, camera or
            scanner is none; what the coder is told is not well formed.
        Refused: the line has another station of that name, or printer, label and coder do not agree: see
            ``station_rules``.
    """
    wanted = _checked(plant, draft)
    with plant.store.change(plant.actor, "station.save", f"station {draft.id or ''}".strip()) as change:
        if draft.id is None:
            saved = stored.insert_station(change, wanted)
        else:
            change.old = stored.as_json(stored.get_station(change.connection, draft.id))
            saved = stored.save_station(change, wanted)
        if draft.place:
            saved = stored.move(change, saved.id, draft.place)
        change.subject = f"station {saved.id}"
        change.new = stored.as_json(saved)
    return _station(plant, saved.id), Changes.of(Kind.LINES, Kind.PRINTERS)


def move_station(plant: Plant, station_id: int, place: int) -> tuple[StationRow, Changes]:
    """Put a station at a place of its line, from 1; the others make room.

    Raises:
        InputError: there is no such station, or its line has no such place.
    """
    with plant.store.change(plant.actor, "station.move", f"station {station_id}") as change:
        change.old = {"place": stored.get_station(change.connection, station_id).place}
        stored.move(change, station_id, place)
        change.new = {"place": place}
    return _station(plant, station_id), Changes.of(Kind.LINES)


def remove_station(plant: Plant, station_id: int) -> Changes:
    """Take a station out. Its printer, jobs and codes stay.

    Raises:
        InputError: there is no such station.
        Refused: a job on its printer is not finished.
    """
    with plant.store.change(plant.actor, "station.remove", f"station {station_id}") as change:
        _refuse_unfinished(change, stored.get_station(change.connection, station_id))
        stored.remove_station(change, station_id)
    return Changes.of(Kind.LINES, Kind.PRINTERS)


def _checked(plant: Plant, draft: StationDraft) -> Station:
    name = checked_name(draft.name, say("station"))
    if not 1 <= draft.level <= MOST_LEVELS:
        raise InputError(
            say("A pack level is from 1 to {most}, not {found}.", most=MOST_LEVELS, found=draft.level)
        )
    label, camera = draft.label.strip(), draft.camera.strip()
    if camera:
        camera = plant.devices.spelled(camera)
    scanner = draft.scanner.strip()
    if scanner:
        scanner = plant.devices.scanner_spelled(scanner)
    kind = None
    if draft.printer_id is not None:
        with plant.store.read() as connection:
            kind = plant.devices.kind(printers.get(connection, draft.printer_id).address)
    refuse_mismatch(plant, name, kind, label, draft.coder)
    return Station(
        draft.id or 0,
        draft.line_id,
        name,
        draft.place,
        draft.level,
        draft.printer_id,
        label,
        camera,
        draft.coder,
        scanner,
    )


def _refuse_unfinished(change: Change, station: Station) -> None:
    if station.printer_id is None:
        return
    address = printers.get(change.connection, station.printer_id).address
    unfinished = line_jobs.unfinished(change.connection, address)
    if unfinished:
        raise Refused(
            say(
                "Not finished on the printer of the station {station}: job {jobs}. Finish or close it first.",
                station=station.name,
                jobs=", ".join(str(job_id) for job_id in unfinished),
            )
        )


def _station(plant: Plant, station_id: int) -> StationRow:
    return next(one for row in list_lines(plant) for one in row.stations if one.station.id == station_id)


def _views(plant: Plant, *, with_jobs: bool) -> tuple[LineView, ...]:
    with plant.store.read() as connection:
        names = stored.station_names(connection)
        rows = {one.id: as_row(one, names.get(one.id, ())) for one in printers.list_all(connection)}
        stations = stored.list_stations(connection)
        addresses = {rows[one.printer_id].address for one in stations if one.printer_id is not None}
        current = line_jobs.current(connection, addresses) if with_jobs else {}
        lines = stored.list_lines(connection)
    return tuple(
        LineView(
            line,
            tuple(_view(one, rows, current) for one in stations if one.line_id == line.id),
        )
        for line in lines
    )


def _view(
    station: Station, rows: Mapping[int, PrinterRow], current: Mapping[str, line_jobs.LineJob]
) -> StationView:
    row = None if station.printer_id is None else rows[station.printer_id]
    found = None if row is None else current.get(row.address)
    return StationView(station, row, None if row is None or found is None else _job(found, row.name))


def _job(found: line_jobs.LineJob, printer: str) -> JobRow:
    reason = from_json(found.job.reason) if found.job.reason else None
    return JobRow(found.job, found.product, found.lot, found.counts, reason, printer)
