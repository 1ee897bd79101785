"""The plant knows all keys of its stations, and who put one among them."""

import pytest
from sqlalchemy import delete, insert, update

from desktop.errors import Refused
from desktop.signing import PublicKey
from desktop.storage import audit, signing_keys
from desktop.storage.plant_tables import signing_key
from desktop.storage.signing_keys import REGISTERED, SigningKey
from desktop.storage.store import Store
from tests.fakes import BEGINNING, FakeClock
from tests.refusals import refusal_of

KEY, OTHER = PublicKey(bytes(range(32))), PublicKey(bytes(range(1, 33)))


def register(
    store: Store, key: PublicKey = KEY, station: str = "line-1", folder: str = "/data"
) -> SigningKey:
    with store.change("engineer", REGISTERED, key.fingerprint) as change:
        return signing_keys.register(change, key, station, folder)


def why_unsound(store: Store) -> tuple[int | None, str]:
    with store.read() as connection:
        verdict = audit.verify(connection)
    assert not verdict.sound
    return verdict.first_bad, str(verdict.why)


def test_a_key_is_found_again(store: Store) -> None:
    made = register(store)
    with store.read() as connection:
        assert signing_keys.find(connection, KEY) == made
        assert signing_keys.find(connection, OTHER) is None
    assert made == SigningKey(KEY.fingerprint, KEY.text, "line-1", "/data", BEGINNING, "engineer")


def test_a_station_has_the_keys_of_its_folder_only(store: Store, clock: FakeClock) -> None:
    first = register(store)
    clock.advance(1)
    second = register(store, OTHER)
    register(store, PublicKey(bytes(32)), folder="/other")
    register(store, PublicKey(bytes([1] * 32)), station="line-2")
    with store.read() as connection:
        assert signing_keys.of_station(connection, "line-1", "/data") == (first, second)


def test_a_key_that_another_program_registered_just_now_is_refused(store: Store) -> None:
    register(store)
    assert refusal_of(lambda: register(store), Refused) == (
        f"Another program of this station registered the signing key {KEY.fingerprint} just now. Try again."
    )
    with store.read() as connection:
        assert audit.head(connection).count == 1


def test_keys_and_their_records_agree(store: Store) -> None:
    register(store)
    register(store, OTHER)
    with store.read() as connection:
        assert audit.verify(connection).sound


def test_a_key_that_was_put_in_by_hand_is_found(store: Store) -> None:
    register(store)
    with store.connect() as connection, store.writing(connection):
        connection.execute(
            insert(signing_key).values(
                fingerprint=OTHER.fingerprint,
                public_key=OTHER.text,
                station="line-1",
                folder="/data",
                registered_at=BEGINNING,
                registered_by="engineer",
            )
        )
    assert why_unsound(store) == (None, f"No record tells of the signing key {OTHER.fingerprint}.")


@pytest.mark.parametrize("column", ["public_key", "station", "folder", "registered_by"])
def test_a_key_that_was_edited_is_found(store: Store, column: str) -> None:
    made = register(store)
    with store.connect() as connection, store.writing(connection):
        connection.execute(update(signing_key).values({column: OTHER.text}))
    with store.read() as connection:
        assert signing_keys.of_station(connection, "line-1", "/data") != (made,)
    assert why_unsound(store) == (
        1,
        f"The signing key {KEY.fingerprint} is not the one that record 1 tells of: it was edited or removed.",
    )


def test_a_key_that_was_removed_is_found(store: Store) -> None:
    register(store)
    with store.connect() as connection, store.writing(connection):
        connection.execute(delete(signing_key))
    assert why_unsound(store)[0] == 1


def test_a_key_under_the_fingerprint_of_another_is_not_taken_for_it(store: Store) -> None:
    register(store)
    with store.connect() as connection, store.writing(connection):
        connection.execute(update(signing_key).values(public_key=OTHER.text))
    with store.read() as connection:
        assert signing_keys.find(connection, KEY) is None
        assert signing_keys.find(connection, OTHER) is None


def test_records_of_one_action_at_one_moment_are_found(store: Store, clock: FakeClock) -> None:
    register(store)
    clock.advance(1)
    register(store, OTHER)
    with store.read() as connection:
        (found,) = audit.done_at(connection, REGISTERED, BEGINNING)
        assert found == audit.numbered(connection, 1)
        assert audit.done_at(connection, "codes.proof", BEGINNING) == ()
        assert audit.numbered(connection, 3) is None
