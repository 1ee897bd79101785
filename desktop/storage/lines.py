"""Packing lines and their stations; places on a line count from 1 without gaps."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Row, delete, select, update
from sqlalchemy import insert as insert_into

from desktop.errors import InputError, Refused
from desktop.products.lines import Line, Station
from desktop.storage.jobs import coder_from_json, coder_to_json
from desktop.storage.plant_tables import line, station
from desktop.storage.store import Change
from desktop.texts import say


def insert_line(change: Change, name: str) -> Line:
    """Add a line. Refused if there is one of that name."""
    _refuse_line_name(change.connection, None, name)
    key = change.connection.execute(insert_into(line).values(name=name)).inserted_primary_key
    assert key is not None
    change.subject = f"line {key[0]}"
    change.new = {"name": name}
    return Line(key[0], name)


def rename_line(change: Change, line_id: int, name: str) -> None:
    """Give a line another name. InputError if there is no such line, Refused if the name is another's."""
    change.old = {"name": get_line(change.connection, line_id).name}
    _refuse_line_name(change.connection, line_id, name)
    change.connection.execute(update(line).where(line.c.id == line_id).values(name=name))
    change.new = {"name": name}


def remove_line(change: Change, line_id: int) -> None:
    """Take a line out with its stations. InputError if there is no such line."""
    change.old = {
        "name": get_line(change.connection, line_id).name,
        "stations": [as_json(one) for one in stations_of(change.connection, line_id)],
    }
    change.connection.execute(delete(station).where(station.c.line_id == line_id))
    change.connection.execute(delete(line).where(line.c.id == line_id))


def get_line(connection: Connection, line_id: int) -> Line:
    """Return one line. InputError if there is none such."""
    row = connection.execute(select(line).where(line.c.id == line_id)).one_or_none()
    if row is None:
        raise InputError(say("There is no line number {id}.", id=line_id))
    return Line(row.id, row.name)


def list_lines(connection: Connection) -> tuple[Line, ...]:
    """Return all lines by name, line 2 before line 10."""
    rows = connection.execute(select(line))
    return tuple(sorted((Line(row.id, row.name) for row in rows), key=lambda one: _by_numbers(one.name)))


def _by_numbers(name: str) -> tuple[tuple[bool, int, str], ...]:
    """Return what sorts names by the numbers in them."""
    parts = re.split(r"([0-9]+)", name)
    return tuple((not part.isdecimal(), int(part) if part.isdecimal() else 0, part) for part in parts if part)


def insert_station(change: Change, new: Station) -> Station:
    """Add a station at the end of its line, whatever its place and id say; the caller moves it.

    Raises:
        InputError: there is no such line.
        Refused: the line has a station of that name.
    """
    get_line(change.connection, new.line_id)
    _refuse_station_name(change.connection, None, new)
    place = len(stations_of(change.connection, new.line_id)) + 1
    key = change.connection.execute(
        insert_into(station).values(**_columns(new) | {"place": place})
    ).inserted_primary_key
    assert key is not None
    return get_station(change.connection, key[0])


def save_station(change: Change, changed: Station) -> Station:
    """Change a station in everything but its place, which ``move`` changes.

    On another line it comes last.

    Raises:
        InputError: there is no such station or line.
        Refused: the line has another station of that name.
    """
    before = get_station(change.connection, changed.id)
    get_line(change.connection, changed.line_id)
    _refuse_station_name(change.connection, changed.id, changed)
    place = before.place
    if changed.line_id != before.line_id:
        place = len(stations_of(change.connection, changed.line_id)) + 1
    change.connection.execute(
        update(station).where(station.c.id == changed.id).values(**_columns(changed) | {"place": place})
    )
    if changed.line_id != before.line_id:
        _number(change.connection, stations_of(change.connection, before.line_id))
    return get_station(change.connection, changed.id)


def move(change: Change, station_id: int, place: int) -> Station:
    """Put a station at a place of its line, from 1; the others make room.

    Raises:
        InputError: there is no such station, or no such place.
    """
    moved = get_station(change.connection, station_id)
    others = [one for one in stations_of(change.connection, moved.line_id) if one.id != station_id]
    if not 1 <= place <= len(others) + 1:
        raise InputError(
            say(
                "The line has the places 1 to {last}; there is no place {found}.",
                last=len(others) + 1,
                found=place,
            )
        )
    _number(change.connection, [*others[: place - 1], moved, *others[place - 1 :]])
    return get_station(change.connection, station_id)


def remove_station(change: Change, station_id: int) -> None:
    """Take a station out. InputError if there is none such."""
    removed = get_station(change.connection, station_id)
    change.old = as_json(removed)
    change.connection.execute(delete(station).where(station.c.id == station_id))
    _number(change.connection, stations_of(change.connection, removed.line_id))


def get_station(connection: Connection, station_id: int) -> Station:
    """Return one station. InputError if there is none such."""
    row = connection.execute(select(station).where(station.c.id == station_id)).one_or_none()
    if row is None:
        raise InputError(say("There is no station number {id}.", id=station_id))
    return _station(row)


def stations_of(connection: Connection, line_id: int) -> tuple[Station, ...]:
    """Return the stations of a line in the direction of travel."""
    rows = connection.execute(
        select(station).where(station.c.line_id == line_id).order_by(station.c.place, station.c.id)
    )
    return tuple(_station(row) for row in rows)


def list_stations(connection: Connection) -> tuple[Station, ...]:
    """Return the stations of all lines, each line's in the direction of travel."""
    rows = connection.execute(select(station).order_by(station.c.line_id, station.c.place, station.c.id))
    return tuple(_station(row) for row in rows)


def station_names(connection: Connection) -> Mapping[int, tuple[str, ...]]:
    """Return by printer the stations at which it stands, each as ``line / station``."""
    names = {one.id: one.name for one in list_lines(connection)}
    found: dict[int, tuple[str, ...]] = {}
    for one in list_stations(connection):
        if one.printer_id is not None:
            told = f"{names[one.line_id]} / {one.name}"
            found[one.printer_id] = (*found.get(one.printer_id, ()), told)
    return found


def as_json(one: Station) -> dict[str, object]:
    """Return a station as the audit trail tells it."""
    return {name: value for name, value in asdict(one).items() if name != "id"}


def _number(connection: Connection, stations: Sequence[Station]) -> None:
    for place, one in enumerate(stations, start=1):
        if one.place != place:
            connection.execute(update(station).where(station.c.id == one.id).values(place=place))


def _refuse_line_name(connection: Connection, own_id: int | None, name: str) -> None:
    if any(other.name == name and other.id != own_id for other in list_lines(connection)):
        raise Refused(say("There is a line called {name} already.", name=name))


def _refuse_station_name(connection: Connection, own_id: int | None, wanted: Station) -> None:
    if any(
        other.name == wanted.name and other.id != own_id for other in stations_of(connection, wanted.line_id)
    ):
        raise Refused(say("This line has a station called {name} already.", name=wanted.name))


def _columns(one: Station) -> dict[str, object]:
    return {
        "line_id": one.line_id,
        "name": one.name,
        "level": one.level,
        "printer_id": one.printer_id,
        "label": one.label,
        "camera": one.camera,
        "coder": coder_to_json(one.coder),
        "scanner": one.scanner,
    }


def _station(row: Row[*tuple[Any, ...]]) -> Station:
    return Station(**{**row._mapping, "coder": coder_from_json(row.coder)})  # noqa: SLF001 (public)
