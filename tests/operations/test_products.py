"""Products with their versions and rules, on a plant: what was printed stays, what is forbidden is told."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from desktop.app import open_plant
from desktop.codes.gtin import Gtin
from desktop.errors import InputError, Refused
from desktop.operations import (
    audit,
    batches,
    codes,
    jobs,
    product_rules,
    product_versions,
    products,
    sample_plant,
)
from desktop.operations.plant import Plant
from desktop.operations.product_rows import ProductRow
from desktop.products.batch import Batch
from desktop.products.details import Details
from desktop.products.di_rules import DiDialogue
from desktop.products.filing import Filing, FilingStatus
from desktop.products.licence import LicensedPrefix
from desktop.products.product import PackLevel
from desktop.products.version import Master
from desktop.storage.journal import open_journal
from tests.operations.conftest import an_order
from tests.products.masters import DETAILS, MASTER, POWDER
from tests.refusals import refusal_of


@pytest.fixture
def empty_plant(tmp_path: Path) -> Iterator[Plant]:
    with open_plant(f"sqlite:///{tmp_path / 'empty.db'}", tmp_path) as opened:
        yield opened


@pytest.fixture
def powder(empty_plant: Plant) -> ProductRow:
    """A product that is no specimen, entered by hand."""
    row, _ = product_versions.add_product(empty_plant, MASTER)
    return row


def sample(plant: Plant) -> ProductRow:
    return products.find_product(plant, sample_plant.GTIN)


def print_some(plant: Plant, job_id: int, count: int = 2) -> None:
    """Let labels leave for the printer, without a printer."""
    with open_journal(plant.store, job_id, "lead", "demo://zebra") as journal:
        ready = journal.next_codes(count)
        journal.record(sent=ready)
        journal.record(printed=ready)


def ordered(plant: Plant, *, printed: bool = False) -> int:
    row, _ = jobs.create_job(plant, an_order(plant, "demo://zebra"))
    if printed:
        print_some(plant, row.job.id)
    return row.job.id


def with_levels(row: ProductRow, *levels: PackLevel) -> Master:
    return replace(row.master, product=replace(row.product, levels=levels))


def with_spec(row: ProductRow, spec: str) -> Master:
    return replace(row.master, product=replace(row.product, spec=spec))


def tomorrow(plant: Plant) -> date:
    return plant.clock.now().date() + timedelta(days=1)


# versions


def test_a_product_entered_by_hand_is_listed_with_its_details(empty_plant: Plant, powder: ProductRow) -> None:
    assert products.list_products(empty_plant) == (powder,)
    assert (powder.version, powder.details, powder.completeness.complete) == (1, DETAILS, True)


def test_until_a_job_froze_it_a_version_is_edited(empty_plant: Plant, powder: ProductRow) -> None:
    assert product_versions.will_be(empty_plant, powder.id).new_version is False
    row, _ = product_versions.save_product(empty_plant, powder.id, with_spec(powder, "5g"))
    assert (row.version, row.product.spec) == (1, "5g")
    assert len(product_versions.versions(empty_plant, powder.id)) == 1


def test_what_a_job_froze_is_succeeded_by_a_new_version(plant: Plant) -> None:
    before = sample(plant)
    job_id = ordered(plant)
    told = product_versions.will_be(plant, before.id)
    assert (told.new_version, told.number) == (True, 2)
    assert str(told.because) == (
        f"Job {job_id} was ordered with version 1, which stays as it is: saving makes version 2."
    )
    row, _ = product_versions.save_product(plant, before.id, with_spec(before, "5g"), reason="new strength")
    assert (row.version, row.product.spec) == (2, "5g")
    newest, first = product_versions.versions(plant, before.id)
    assert (first.version.product, first.jobs, first.frozen) == (before.product, (job_id,), True)
    assert (newest.current, first.current) == (True, False)
    (difference,) = product_versions.differences(plant, first.version.id, newest.version.id)
    assert (difference.field, difference.old, difference.new) == ("spec", before.product.spec, "5g")


def test_a_job_prints_what_it_froze_whatever_came_later(plant: Plant) -> None:
    before = sample(plant)
    job_id = ordered(plant)
    renamed = replace(before.master, product=replace(before.product, name="另一名称"))
    product_versions.save_product(plant, before.id, renamed, reason="renamed")
    frozen = jobs.job(plant, job_id).job.product_version_id
    versions = {row.version.id: row.version for row in product_versions.versions(plant, before.id)}
    assert frozen is not None
    assert versions[frozen].product.name == before.product.name


def test_a_new_version_needs_a_reason(plant: Plant) -> None:
    before = sample(plant)
    ordered(plant)
    said = refusal_of(
        lambda: product_versions.save_product(plant, before.id, with_spec(before, "5g")), InputError
    )
    assert said == "Version 2 of 蒙脱石散 needs a reason: say why it succeeds what was printed."
    assert len(product_versions.versions(plant, before.id)) == 1


def test_a_version_of_a_later_day_is_taken_from_that_day_on(plant: Plant) -> None:
    before = sample(plant)
    ordered(plant)
    product_versions.save_product(
        plant, before.id, with_spec(before, "5g"), effective_from=tomorrow(plant), reason="new strength"
    )
    job_id = ordered(plant)
    newest, first = product_versions.versions(plant, before.id)
    assert jobs.job(plant, job_id).job.product_version_id == first.version.id
    assert (first.current, newest.current) == (True, False)


def test_a_version_cannot_take_effect_in_the_past(plant: Plant) -> None:
    before = sample(plant)
    ordered(plant)
    today = plant.clock.now().date()
    yesterday = today - timedelta(days=1)
    said = refusal_of(
        lambda: product_versions.save_product(
            plant, before.id, with_spec(before, "5g"), effective_from=yesterday, reason="x"
        ),
        InputError,
    )
    assert said == (
        f"A new version of 蒙脱石散 cannot take effect on {yesterday}: {today} is the first possible day."
    )


def test_saving_without_a_change_is_told(empty_plant: Plant, powder: ProductRow) -> None:
    said = refusal_of(lambda: product_versions.save_product(empty_plant, powder.id, powder.master), Refused)
    assert said == "Nothing of 蒙脱石散 was changed; there is nothing to save."


def test_what_was_saved_is_on_record_with_old_and_new(empty_plant: Plant, powder: ProductRow) -> None:
    product_versions.save_product(empty_plant, powder.id, with_spec(powder, "5g"), reason="typing error")
    with empty_plant.store.read() as connection:
        from_trail = connection.exec_driver_sql(
            "SELECT action, old, new, reason FROM audit ORDER BY number DESC LIMIT 1"
        ).one()
    assert tuple(from_trail) == (
        "product.save",
        '{"spec":"3g"}',
        '{"spec":"5g","version":1}',
        "typing error",
    )
    assert audit.verify_audit(empty_plant).sound


def test_completing_a_product_that_a_job_froze_makes_a_version(plant: Plant) -> None:
    before = sample(plant)
    ordered(plant)
    products.complete_product(plant, before.id, gtin=None, shelf_life_months=36)
    assert (sample(plant).version, sample(plant).product.shelf_life_months) == (2, 36)


# keys and printed numbers


def test_the_prefix_of_a_level_with_codes_stays(plant: Plant) -> None:
    row = sample(plant)
    levels = (replace(row.product.levels[0], prefix="8999999"), *row.product.levels[1:])
    said = refusal_of(
        lambda: product_versions.save_product(plant, row.id, with_levels(row, *levels)), Refused
    )
    assert said == (
        "Level 1 of 蒙脱石散: codes that begin with 8999901 were imported, so its prefix stays. What has "
        "another prefix is another product."
    )


def test_the_type_number_of_a_product_with_codes_stays(plant: Plant) -> None:
    row = sample(plant)
    other = replace(row.master, product=replace(row.product, type_no="9990001002"))
    said = refusal_of(lambda: product_versions.save_product(plant, row.id, other), Refused)
    assert said == (
        "Codes of 蒙脱石散 were imported for type number 9990001001, so it stays. What has another type "
        "number is another product."
    )


def test_a_printed_gtin_cannot_stand_for_another_specification(plant: Plant) -> None:
    row = sample(plant)
    ordered(plant, printed=True)
    said = refusal_of(
        lambda: product_versions.save_product(plant, row.id, with_spec(row, "5g"), reason="x"), Refused
    )
    assert said == (
        "GTIN 06932833600109 of level 1 is printed already and cannot stand for another product: each "
        "specification or model has its own identifier. Give level 1 a new GTIN together with this change."
    )


def test_a_printed_gtin_cannot_move_to_another_level(plant: Plant) -> None:
    row = sample(plant)
    ordered(plant, printed=True)
    unit, bundle, case = row.product.levels
    moved = with_levels(row, replace(unit, gtin=None), replace(bundle, gtin=unit.gtin), case)
    said = refusal_of(lambda: product_versions.save_product(plant, row.id, moved, reason="x"), Refused)
    assert said == (
        "GTIN 06932833600109 is printed on packs of level 1; it cannot stand for level 2. Give level 2 a new "
        "GTIN."
    )


def test_a_printed_gtin_that_is_replaced_is_retired(plant: Plant) -> None:
    row = sample(plant)
    ordered(plant, printed=True)
    unit = replace(row.product.levels[0], gtin=Gtin("6932833600208"))
    changed = replace(
        row.master, product=replace(row.product, spec="5g", levels=(unit, *row.product.levels[1:]))
    )
    product_versions.save_product(plant, row.id, changed, reason="new strength")
    (retired,) = product_rules.retired_gtins(plant)
    assert (retired.gtin.as_14, retired.level, retired.reason) == ("06932833600109", 1, "new strength")


def test_a_retired_gtin_is_never_used_again(plant: Plant) -> None:
    row = sample(plant)
    product_rules.retire_gtin(plant, row.id, 1, reason="withdrawn from the market")
    assert products.product(plant, row.id).product.level(1).gtin is None
    when = plant.clock.now().date()
    said = refusal_of(
        lambda: products.complete_product(plant, row.id, gtin=sample_plant.GTIN, shelf_life_months=None),
        Refused,
    )
    assert said == (
        f"GTIN 06932833600109 was retired on {when} by {plant.actor} and is never used again. If the same "
        "product comes back unchanged, relaunch it and give the reason."
    )


def test_an_unchanged_product_comes_back_with_its_gtin(plant: Plant) -> None:
    row = sample(plant)
    product_rules.retire_gtin(plant, row.id, 1, reason="withdrawn")
    product_rules.relaunch_gtin(plant, row.id, 1, sample_plant.GTIN, reason="back on the market")
    assert sample(plant).id == row.id
    assert product_rules.retired_gtins(plant) == ()


def test_a_changed_product_does_not_come_back_with_its_gtin(plant: Plant) -> None:
    row = sample(plant)
    ordered(plant)
    product_rules.retire_gtin(plant, row.id, 1, reason="withdrawn")
    now = products.product(plant, row.id)
    product_versions.save_product(plant, row.id, with_spec(now, "5g"), reason="new strength")
    said = refusal_of(
        lambda: product_rules.relaunch_gtin(plant, row.id, 1, sample_plant.GTIN, reason="back"), Refused
    )
    assert said == (
        "蒙脱石散 has changed since it carried GTIN 06932833600109; only an unchanged product may carry it "
        "again. Give it a new GTIN."
    )


def test_a_gtin_comes_back_only_where_it_was(plant: Plant) -> None:
    row = sample(plant)
    product_rules.retire_gtin(plant, row.id, 1, reason="withdrawn")
    said = refusal_of(
        lambda: product_rules.relaunch_gtin(plant, row.id, 2, sample_plant.GTIN, reason="back"), Refused
    )
    assert said == "GTIN 06932833600109 stood for level 1 of 蒙脱石散; only that may carry it again."


def test_a_gtin_that_was_not_retired_is_not_relaunched(plant: Plant) -> None:
    said = refusal_of(
        lambda: product_rules.relaunch_gtin(plant, sample(plant).id, 2, "16932833600106", reason="back"),
        Refused,
    )
    assert said == "GTIN 16932833600106 is not retired."


@pytest.mark.parametrize("reason", ["", "  "])
def test_retiring_needs_a_reason(plant: Plant, reason: str) -> None:
    said = refusal_of(
        lambda: product_rules.retire_gtin(plant, sample(plant).id, 1, reason=reason), InputError
    )
    assert said == "Give the reason: it goes on record."


def test_a_level_without_gtin_has_none_to_retire(plant: Plant) -> None:
    said = refusal_of(lambda: product_rules.retire_gtin(plant, sample(plant).id, 2, reason="x"), InputError)
    assert said == "Level 2 of 蒙脱石散 has no GTIN."


def test_the_same_gtin_on_two_products_is_refused_with_the_other(
    empty_plant: Plant, powder: ProductRow
) -> None:
    levels = (PackLevel(1, "8300001", 1, Gtin("6932833600109")), PackLevel(2, "8300002", 10))
    other = Master(replace(POWDER, code="9", type_no="9000001", name="另一药", levels=levels))
    said = refusal_of(lambda: product_versions.add_product(empty_plant, other), Refused)
    assert said == (
        "GTIN 6932833600109 is that of 蒙脱石散 (8021762001), level 1; each product and pack level has its "
        "own."
    )
    assert products.list_products(empty_plant) == (powder,)


def test_the_same_type_number_is_refused(empty_plant: Plant, powder: ProductRow) -> None:
    said = refusal_of(lambda: product_versions.add_product(empty_plant, powder.master), Refused)
    assert said == "The product with type number 8021762001 is known already."


# the pack ratio


def test_the_ratio_does_not_change_while_a_job_is_open(plant: Plant) -> None:
    row = sample(plant)
    job_id = ordered(plant)
    unit, bundle, case = row.product.levels
    changed = with_levels(row, unit, bundle, replace(case, children=20))
    said = refusal_of(lambda: product_versions.save_product(plant, row.id, changed, reason="x"), Refused)
    assert said == (
        f"Job {job_id} of 蒙脱石散 is open and packs 1:10:100, which stays frozen in it. Close it first, or "
        "let the new ratio take effect on a later day."
    )


def test_the_ratio_changes_after_the_job_is_closed_or_from_a_later_day_on(plant: Plant) -> None:
    row = sample(plant)
    job_id = ordered(plant)
    unit, bundle, case = row.product.levels
    changed = with_levels(row, unit, bundle, replace(case, children=20))
    later, _ = product_versions.save_product(
        plant, row.id, changed, effective_from=tomorrow(plant), reason="larger case"
    )
    assert (later.version, later.product.level(3).children) == (2, 20)
    jobs.close_job(plant, job_id)
    back = with_levels(later, unit, bundle, replace(case, children=5))
    again, _ = product_versions.save_product(plant, row.id, back)
    assert (again.version, again.product.level(3).children) == (2, 5)


# the filing gate, and levels without codes


def stock(plant: Plant, folder: Path) -> None:
    """Import ten codes of the powder's smallest pack."""
    path = folder / "codes.txt"
    path.write_text("".join(f"8021762{n:013}\n" for n in range(10)), encoding="ascii")
    codes.import_codes(plant, path)


def order_of(plant: Plant, row: ProductRow, level: int = 1) -> jobs.JobOrder:
    made = date(2026, 2, 1)
    expiry = batches.proposed_expiry(plant, row.id, made).day_before
    known = next((batch for batch in batches.list_batches(plant) if batch.batch.lot == "L1"), None)
    if known is None:
        known, _ = batches.create_batch(plant, row.id, Batch("L1", made, expiry))
    return jobs.JobOrder(row.id, known.id, level, 5, "drug_code_b", "demo://zebra")


def test_no_job_is_created_before_the_filing_has_passed(
    empty_plant: Plant, powder: ProductRow, tmp_path: Path
) -> None:
    stock(empty_plant, tmp_path)
    order = order_of(empty_plant, powder)
    said = refusal_of(lambda: jobs.create_job(empty_plant, order), Refused)
    assert said.startswith(
        "蒙脱石散 (8021762001) cannot be printed yet: its filing at the traceability platform"
    )
    assert str(product_rules.filing_gate(empty_plant, powder.id)) == said
    assert jobs.list_jobs(empty_plant) == ()


def test_a_job_is_created_once_the_filing_has_passed(
    empty_plant: Plant, powder: ProductRow, tmp_path: Path
) -> None:
    stock(empty_plant, tmp_path)
    filing = Filing(FilingStatus.PASSED, "BA-2026-1", empty_plant.clock.now().date())
    product_rules.set_filing(empty_plant, powder.id, filing)
    row, _ = jobs.create_job(empty_plant, order_of(empty_plant, powder))
    assert row.counts.allocated == 5
    assert products.product(empty_plant, powder.id).filing == filing
    assert product_rules.filing_gate(empty_plant, powder.id) is None


def test_a_filing_cannot_have_passed_in_the_future(empty_plant: Plant, powder: ProductRow) -> None:
    day = tomorrow(empty_plant)
    filing = Filing(FilingStatus.PASSED, "BA-1", day)
    said = refusal_of(lambda: product_rules.set_filing(empty_plant, powder.id, filing), InputError)
    assert said == f"{day} is in the future: give the day on which it happened."


def test_no_job_is_created_for_packs_that_carry_no_code(empty_plant: Plant) -> None:
    levels = (PackLevel(1, "", 1), PackLevel(2, "8121762", 10))
    row, _ = product_versions.add_product(empty_plant, Master(replace(POWDER, levels=levels), DETAILS))
    passed = Filing(FilingStatus.PASSED, "BA-1", empty_plant.clock.now().date())
    product_rules.set_filing(empty_plant, row.id, passed)
    order = order_of(empty_plant, row)
    assert refusal_of(lambda: jobs.create_job(empty_plant, order), Refused) == (
        "Packs of level 1 of 蒙脱石散 carry no code: order labels for a larger pack."
    )


def test_no_job_is_created_before_a_product_takes_effect(empty_plant: Plant) -> None:
    day = tomorrow(empty_plant)
    row, _ = product_versions.add_product(empty_plant, MASTER, effective_from=day)
    order = order_of(empty_plant, row)
    assert refusal_of(lambda: jobs.create_job(empty_plant, order), Refused) == (
        f"蒙脱石散 takes effect on {day}; no job of it can be ordered before."
    )


def test_a_job_needs_the_required_data_of_its_product(empty_plant: Plant, tmp_path: Path) -> None:
    row, _ = product_versions.add_product(empty_plant, Master(POWDER))
    stock(empty_plant, tmp_path)
    passed = Filing(FilingStatus.PASSED, "BA-1", empty_plant.clock.now().date())
    product_rules.set_filing(empty_plant, row.id, passed)
    order = order_of(empty_plant, row)
    assert refusal_of(lambda: jobs.create_job(empty_plant, order), Refused) == (
        "蒙脱石散 (8021762001) cannot be printed yet: required data is missing (Manufacturer). Fill it in on "
        "the product's page."
    )


def test_the_expiry_follows_from_the_version_of_the_day_of_production(plant: Plant) -> None:
    row = sample(plant)
    ordered(plant)
    shorter = replace(row.master, product=replace(row.product, shelf_life_months=24))
    product_versions.save_product(
        plant, row.id, shorter, effective_from=tomorrow(plant), reason="shorter shelf life"
    )
    for made, expiry in ((date(2026, 2, 1), date(2030, 1, 31)), (date(2090, 2, 1), date(2092, 1, 31))):
        assert batches.proposed_expiry(plant, row.id, made).day_before == expiry


# company prefixes


def test_a_gtin_with_a_foreign_company_prefix_is_refused_unless_the_customer_is_chosen(
    empty_plant: Plant,
) -> None:
    product_rules.license_prefix(empty_plant, LicensedPrefix("69328336", "示例制药"))
    product_rules.license_prefix(empty_plant, LicensedPrefix("6948710", "委托企业", customer=True))
    levels = (PackLevel(1, "8021762", 1, Gtin("6948710400014")), PackLevel(2, "8121762", 10))
    product = replace(POWDER, levels=levels)
    said = refusal_of(lambda: product_versions.add_product(empty_plant, Master(product, DETAILS)), Refused)
    assert said.startswith("GTIN 6948710400014: its company prefix is none of those licensed to this plant")
    chosen = Details.build(DETAILS.as_dict() | {"customer": "委托企业"})
    row, _ = product_versions.add_product(empty_plant, Master(product, chosen))
    assert row.details.get("customer") == "委托企业"


def test_a_company_prefix_is_withdrawn_again(empty_plant: Plant) -> None:
    product_rules.license_prefix(empty_plant, LicensedPrefix("69328336", "示例制药"))
    product_rules.withdraw_prefix(empty_plant, "69328336")
    assert product_rules.licensed_prefixes(empty_plant) == ()
    said = refusal_of(lambda: product_rules.withdraw_prefix(empty_plant, "69328336"), InputError)
    assert said == "Company prefix 69328336 is not on the list of this site."


# device identifiers


def test_a_decision_about_the_identifier_is_on_record(empty_plant: Plant, powder: ProductRow) -> None:
    dialogue = DiDialogue().answer("no").answer("no").answer("yes")
    product_rules.record_di_decision(empty_plant, powder.id, dialogue)
    with empty_plant.store.read() as connection:
        new = connection.exec_driver_sql("SELECT new FROM audit ORDER BY number DESC LIMIT 1").scalar()
    assert '"decision":"new"' in str(new)


def test_an_open_dialogue_is_not_put_on_record(empty_plant: Plant, powder: ProductRow) -> None:
    said = refusal_of(
        lambda: product_rules.record_di_decision(empty_plant, powder.id, DiDialogue()), InputError
    )
    assert said == "A question about the device identifier is still open: answer it first."
