"""The keys with which stations of this plant sign: the public halves, for ever.

A row comes with an audit record, and ``first_fault`` compares both: a key that somebody put into the table
with a database tool is found by the check of the audit trail.
"""

import json
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError

from desktop.errors import Refused
from desktop.signing import PublicKey
from desktop.storage.audit_trail import records
from desktop.storage.evidence import Fault
from desktop.storage.plant_tables import signing_key
from desktop.storage.store import Change
from desktop.texts import say

REGISTERED = "signing_key.register"
"""What the audit trail calls it."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """One key. ``station`` and ``folder``: the computer and its data folder, where the key file is."""

    fingerprint: str
    public_key: str
    station: str
    folder: str
    registered_at: datetime
    registered_by: str


def register(change: Change, key: PublicKey, station: str, folder: str) -> SigningKey:
    """Remember a key; what the audit record says is set here.

    Raises:
        Refused: another program registered it at this very moment.
    """
    made = SigningKey(key.fingerprint, key.text, station, folder, change.at, change.actor)
    earlier = [known.fingerprint for known in of_station(change.connection, station, folder)]
    change.old = {"keys_of_this_station": earlier} if earlier else None
    change.new = {"public_key": key.text, "station": station, "folder": folder}
    try:
        change.connection.execute(
            insert(signing_key).values(
                fingerprint=made.fingerprint,
                public_key=made.public_key,
                station=station,
                folder=folder,
                registered_at=made.registered_at,
                registered_by=made.registered_by,
            )
        )
    except IntegrityError as error:
        raise Refused(
            say(
                "Another program of this station registered the signing key {fingerprint} just now. "
                "Try again.",
                fingerprint=made.fingerprint,
            )
        ) from error
    return made


def find(connection: Connection, key: PublicKey) -> SigningKey | None:
    """Return a key, if it is one of this plant's."""
    row = connection.execute(
        select(signing_key).where(
            signing_key.c.fingerprint == key.fingerprint, signing_key.c.public_key == key.text
        )
    ).one_or_none()
    return None if row is None else SigningKey(*row)


def of_station(connection: Connection, station: str, folder: str) -> tuple[SigningKey, ...]:
    """Return the keys that one data folder of one computer ever had, the oldest first."""
    rows = connection.execute(
        select(signing_key)
        .where(signing_key.c.station == station, signing_key.c.folder == folder)
        .order_by(signing_key.c.registered_at, signing_key.c.fingerprint)
    )
    return tuple(SigningKey(*row) for row in rows)


def first_fault(connection: Connection) -> Fault | None:
    """Return the first disagreement between the keys and the audit records that tell of them."""
    kept = {row.fingerprint: SigningKey(*row) for row in connection.execute(select(signing_key))}
    with closing(records(connection)) as all_records:
        for record in all_records:
            if record.action != REGISTERED:
                continue
            told = json.loads(record.new)
            fingerprint = record.subject
            key = SigningKey(
                fingerprint, told["public_key"], told["station"], told["folder"], record.at, record.actor
            )
            if kept.pop(fingerprint, None) != key:
                return Fault(
                    record.number,
                    say(
                        "The signing key {fingerprint} is not the one that record {number} tells of: "
                        "it was edited or removed.",
                        fingerprint=fingerprint,
                        number=record.number,
                    ),
                )
    for fingerprint in sorted(kept):
        return Fault(None, say("No record tells of the signing key {fingerprint}.", fingerprint=fingerprint))
    return None
