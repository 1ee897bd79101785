"""Products, batches, designs and jobs come back as they were written."""

from datetime import date

import pytest

from desktop.codes.gtin import Gtin
from desktop.errors import InputError, Refused
from desktop.products.batch import Batch
from desktop.products.code_pool import CodeState
from desktop.products.job import JobState
from desktop.storage import batches, designs, jobs, products
from desktop.storage.columns import STATE_NUMBERS, STATES_BY_NUMBER
from desktop.storage.store import Store
from tests.fakes import BEGINNING
from tests.refusals import refusal_of
from tests.storage.stock import PREFIX, SECOND_PREFIX, add_product, product, stocked

GTIN = Gtin("06932833600109")


def test_a_product_comes_back_as_it_was_written(store: Store) -> None:
    product_id = add_product(store)
    with store.read() as connection:
        stored = products.get(connection, product_id)
        assert stored.product == product()
        assert products.by_type_no(connection, "8021762001") == stored
        assert products.by_type_no(connection, "8021762002") is None


def test_a_prefix_leads_to_its_product_and_level(store: Store) -> None:
    product_id = add_product(store)
    with store.read() as connection:
        assert products.level_of_prefix(connection, SECOND_PREFIX) == products.PrefixOwner(product_id, 2)
        assert products.level_of_prefix(connection, "8000000") is None


def test_a_product_is_completed_by_what_the_platform_does_not_know(store: Store) -> None:
    product_id = add_product(store)
    with store.change("engineer", "products.complete", "x") as change:
        products.complete(change.connection, product_id, gtin=GTIN, shelf_life_months=None)
        products.complete(change.connection, product_id, gtin=None, shelf_life_months=48)
    with store.read() as connection:
        stored = products.get(connection, product_id).product
    assert (stored.level(1).gtin, stored.level(2).gtin, stored.shelf_life_months) == (GTIN, None, 48)


@pytest.mark.parametrize(
    "key", ["06932833600109", "6932833600109", PREFIX, SECOND_PREFIX, "8021762001", "蒙脱石散"]
)
def test_a_product_is_found_by_any_of_its_names(store: Store, key: str) -> None:
    product_id = add_product(store)
    if key != "蒙脱石散":
        add_product(store, product("8033333001", "8033333", "8133333"))
    with store.change("engineer", "products.complete", "x") as change:
        products.complete(change.connection, product_id, gtin=GTIN, shelf_life_months=None)
    with store.read() as connection:
        assert [found.id for found in products.find(connection, key)] == [product_id]


def test_what_is_nobody_s_name_finds_nothing(store: Store) -> None:
    add_product(store)
    with store.read() as connection:
        for key in ("", "蒙脱石", "802176", "06932833600116", "８０２１７６２"):
            assert products.find(connection, key) == ()


def test_products_of_one_name_are_all_found(store: Store) -> None:
    ids = {add_product(store), add_product(store, product("8033333001", "8033333", "8133333"))}
    with store.read() as connection:
        assert {found.id for found in products.find(connection, "蒙脱石散")} == ids
        assert {found.id for found in products.list_all(connection)} == ids


def test_a_type_number_is_known_once(store: Store) -> None:
    add_product(store)
    said = refusal_of(lambda: add_product(store, product("8021762001", "8033333", "8133333")), Refused)
    assert said == "The product with type number 8021762001 is known already."


def test_a_prefix_belongs_to_one_product(store: Store) -> None:
    add_product(store)
    said = refusal_of(lambda: add_product(store, product("8033333001", "8033333", PREFIX)), Refused)
    assert said == "Prefix 8021762 belongs to 蒙脱石散, level 1, already."
    with store.read() as connection:
        assert len(products.list_all(connection)) == 1


def test_batches_come_back_the_newest_first(store: Store) -> None:
    product_id = add_product(store)
    older = Batch("L02707", date(2016, 2, 1), date(2020, 1, 31), specimen=True)
    newer = Batch("L02708", date(2026, 2, 1), date(2030, 1, 31))
    with store.change("engineer", "batch.create", "x") as change:
        ids = [batches.insert(change.connection, product_id, batch) for batch in (older, newer)]
    with store.read() as connection:
        assert [stored.batch for stored in batches.list_all(connection)] == [newer, older]
        assert batches.get(connection, ids[0]) == batches.StoredBatch(ids[0], product_id, older)
        assert batches.find(connection, product_id, "L02707") == batches.get(connection, ids[0])
        assert batches.find(connection, product_id, "l02707") is None


def test_a_lot_is_known_once_for_a_product(store: Store) -> None:
    product_id = add_product(store)
    other = add_product(store, product("8033333001", "8033333", "8133333"))
    batch = Batch("L02707", date(2026, 2, 1), date(2030, 1, 31))

    def add(owner: int) -> None:
        with store.change("engineer", "batch.create", "x") as change:
            batches.insert(change.connection, owner, batch)

    add(product_id)
    add(other)
    assert refusal_of(lambda: add(product_id), Refused) == "Lot L02707 of this product is known already."


def test_the_same_design_is_the_same_revision(store: Store) -> None:
    with store.change("engineer", "design.freeze", "x") as change:
        first = designs.freeze(change, "drug code", "{}")
        second = designs.freeze(change, "drug code", '{"width": 40}')
        again = designs.freeze(change, "drug code", "{}")
        other = designs.freeze(change, "case", "{}")
    assert again == first
    assert [(row.name, row.revision) for row in (first, second, other)] == [
        ("drug code", 1),
        ("drug code", 2),
        ("case", 1),
    ]
    with store.read() as connection:
        assert designs.get(connection, second.id) == second
        assert designs.latest(connection, "drug code") == second
        assert designs.latest(connection, "pallet") is None
    assert (second.document, second.frozen_at, second.frozen_by) == ('{"width": 40}', BEGINNING, "engineer")


def test_a_job_comes_back_as_it_was_ordered(store: Store) -> None:
    job_id = stocked(store, 5, 3)
    with store.read() as connection:
        job = jobs.get(connection, job_id)
        assert jobs.list_all(connection) == (job,)
    assert (job.level, job.count, job.state, job.reason) == (1, 3, JobState.READY, "")
    assert (job.printer, job.camera) == ("tcp://192.0.2.7:9100", None)
    assert (job.created_at, job.created_by) == (BEGINNING, "lead")


def test_what_is_not_there_is_told(store: Store) -> None:
    with store.read() as connection:
        assert refusal_of(lambda: products.get(connection, 5), InputError) == "There is no product number 5."
        assert refusal_of(lambda: batches.get(connection, 5), InputError) == "There is no batch number 5."
        assert refusal_of(lambda: jobs.get(connection, 5), InputError) == "There is no job number 5."
        assert (
            refusal_of(lambda: designs.get(connection, 5), InputError)
            == "There is no design revision number 5."
        )


def test_every_state_has_a_number_of_its_own() -> None:
    assert {STATES_BY_NUMBER[number]: number for number in STATES_BY_NUMBER} == STATE_NUMBERS
    assert len(set(STATE_NUMBERS.values())) == len(STATE_NUMBERS) == len(CodeState)
