"""Where a pack lies, in words, and why its label cannot be worked on by itself."""

from sqlalchemy import Connection, select

from desktop.errors import Refused
from desktop.packing.model import Place
from desktop.storage.pack_tables import pack
from desktop.storage.tables import code
from desktop.texts import Text, say


def told(connection: Connection, place: Place) -> Text:
    """Say where a pack lies."""
    if place.parent_id is not None:
        parent = connection.scalar(select(code.c.value).where(code.c.id == place.parent_id))
        return say("in pack {parent}, place {place}", parent=parent or "?", place=place.place)
    if place.tray is not None:
        return say("in the tray of station {station}, place {place}", station=place.tray, place=place.place)
    return say("loose")


def refuse_packed(connection: Connection, code_id: int, value: str) -> None:
    """Refuse to work on the label of a pack that lies in another one or in a tray, or holds packs.

    Whoever asks holds the journal of the code's job, so that nothing is packed in between.

    Raises:
        Refused: it does; the sentence says where it is and what to do.
    """
    row = connection.execute(
        select(pack.c.parent_id, pack.c.tray, pack.c.place, pack.c.children).where(pack.c.code_id == code_id)
    ).one_or_none()
    if row is None:
        return
    place = Place(row.parent_id, row.tray, row.place)
    if place != Place():
        raise Refused(
            say(
                "{code} lies {place}. What happens to it happens to a pack: take it out on the packing page "
                "first. Nothing was changed.",
                code=value,
                place=told(connection, place),
            )
        )
    if row.children:
        raise Refused(
            say(
                "{code} is the label of a pack that holds {count} packs: take them out on the packing page "
                "first. Nothing was changed.",
                code=value,
                count=row.children,
            )
        )
