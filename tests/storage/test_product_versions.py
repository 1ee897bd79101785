"""Versions of products, their filing, licensed company prefixes and retired GTINs in the store."""

from dataclasses import replace
from datetime import date

import pytest

from desktop.codes.gtin import Gtin
from desktop.errors import InputError, Refused
from desktop.products.details import Details
from desktop.products.filing import Filing, FilingStatus
from desktop.products.licence import LicensedPrefix
from desktop.products.product import PackLevel
from desktop.products.version import Master
from desktop.storage import jobs, product_rules, product_versions, products
from desktop.storage.store import Store
from tests.refusals import refusal_of
from tests.storage.stock import add_product, product, stocked


def succeed(store: Store, product_id: int, master: Master, effective_from: date | None = None) -> int:
    with store.change("engineer", "product.save", "product", reason="new strength") as change:
        return product_versions.insert(
            change.connection, product_id, master, effective_from=effective_from, change=change
        )


def test_a_new_product_has_version_1_from_the_beginning(store: Store) -> None:
    product_id = add_product(store)
    with store.read() as connection:
        (first,) = product_versions.of_product(connection, product_id)
    assert (first.number, first.effective_from, first.product) == (1, None, product())


def test_a_version_keeps_who_made_it_when_and_why(store: Store) -> None:
    product_id = add_product(store)
    succeed(store, product_id, Master(product(), Details.build({"manufacturer": "示例制药"})))
    with store.read() as connection:
        newest = product_versions.newest(connection, product_id)
    assert (newest.created_by, newest.reason) == ("engineer", "new strength")
    assert newest.created_at == store.clock.now()
    assert newest.details.get("manufacturer") == "示例制药"


@pytest.mark.parametrize(("on", "number"), [("2026-03-31", 1), ("2026-04-01", 2), ("2027-01-01", 2)])
def test_a_version_is_taken_from_its_first_day_on(store: Store, on: str, number: int) -> None:
    product_id = add_product(store)
    succeed(store, product_id, Master(replace(product(), spec="5g")), date(2026, 4, 1))
    with store.read() as connection:
        effective = product_versions.effective(connection, product_id, date.fromisoformat(on))
    assert effective is not None
    assert effective.number == number


def test_before_the_first_version_takes_effect_there_is_none(store: Store) -> None:
    with store.change("engineer", "product.add", "") as change:
        product_id = products.insert(change.connection, product(), effective_from=date(2026, 4, 1))
        assert product_versions.effective(change.connection, product_id, date(2026, 3, 31)) is None


def test_a_job_freezes_the_newest_version_unless_told(store: Store) -> None:
    job_id = stocked(store, 20, 5)
    with store.read() as connection:
        job = jobs.get(connection, job_id)
        frozen = product_versions.of_job(connection, job)
    succeed(store, job.product_id, Master(replace(product(), spec="5g")))
    with store.read() as connection:
        assert product_versions.of_job(connection, jobs.get(connection, job_id)) == frozen
        assert product_versions.jobs_of(connection, frozen.id) == (job_id,)
        assert product_versions.open_jobs(connection, job.product_id) == (job_id,)


def test_a_version_that_is_not_there_is_told(store: Store) -> None:
    with store.read() as connection:
        said = refusal_of(lambda: product_versions.get(connection, 7), InputError)
    assert said == "There is no product version number 7."


def test_a_gtin_of_another_product_is_refused_with_its_owner(store: Store) -> None:
    levels = tuple(
        replace(level, gtin=Gtin("6932833600109")) if level.level == 1 else level
        for level in product().levels
    )
    add_product(store, replace(product(), levels=levels))
    other = product("9000001001", "8300001", "8300002")
    taken = replace(other.levels[1], gtin=Gtin("06932833600109"))
    with store.change("engineer", "product.add", "") as change:
        said = refusal_of(
            lambda: products.insert(change.connection, replace(other, levels=(other.levels[0], taken))),
            Refused,
        )
    assert said == (
        "GTIN 06932833600109 is that of 蒙脱石散 (8021762001), level 1; each product and pack level has its "
        "own."
    )


def test_levels_without_a_code_prefix_are_stored(store: Store) -> None:
    levels = (
        PackLevel(1, "", 1, Gtin("6932833600109")),
        PackLevel(2, "", 10, Gtin("16932833600106")),
        PackLevel(3, "", 4),
    )
    product_id = add_product(store, replace(product(), levels=levels))
    with store.read() as connection:
        assert products.get(connection, product_id).product.levels == levels


def test_a_product_without_a_filing_was_not_filed(store: Store) -> None:
    product_id = add_product(store)
    with store.change("engineer", "product.filing", "product") as change:
        assert product_rules.filing_of(change.connection, product_id) == Filing()
        passed = Filing(FilingStatus.PASSED, "BA-2026-1", date(2026, 3, 1))
        product_rules.set_filing(change.connection, product_id, passed)
        assert product_rules.filing_of(change.connection, product_id) == passed
        product_rules.set_filing(change.connection, product_id, Filing())
        assert product_rules.filings(change.connection) == {product_id: Filing()}


@pytest.mark.parametrize("second", ["6932833", "69328336", "69328336001"])
def test_company_prefixes_that_cover_the_same_numbers_are_refused(store: Store, second: str) -> None:
    with store.change("engineer", "site.license", "") as change:
        product_rules.license_prefix(change.connection, LicensedPrefix("69328336", "示例制药"))
        said = refusal_of(
            lambda: product_rules.license_prefix(change.connection, LicensedPrefix(second[:10], "另一家")),
            Refused,
        )
    assert said == (
        f"Company prefix {second[:10]} and 69328336 of 示例制药 cover the same numbers; one company holds "
        "each number."
    )


def test_a_retired_gtin_is_found_in_however_many_digits_it_is_written(store: Store) -> None:
    product_id = add_product(store)
    with store.change("qa", "gtin.retire", "product", reason="withdrawn") as change:
        product_rules.retire(change, product_id, 1, Gtin("6932833600109"), change.reason)
        found = product_rules.retirement_of(change.connection, Gtin("06932833600109"))
        assert found is not None
        assert (found.product_id, found.level, found.reason) == (product_id, 1, "withdrawn")
        product_rules.unretire(change.connection, Gtin("06932833600109"))
        assert product_rules.retired(change.connection) == ()


def test_a_trial_keeps_nothing(store: Store) -> None:
    with store.trial("engineer") as change:
        products.insert(change.connection, product())
    with store.read() as connection:
        assert products.list_all(connection) == ()
