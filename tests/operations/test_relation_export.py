"""The relation of an order for the platform: steps, bytes for ever, counts, corrections, and checks."""

import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select, update

from desktop.app import open_plant
from desktop.errors import Cancelled, InputError, Refused, StorageError
from desktop.exchange.relation_profile import RelationProfile
from desktop.exchange.relation_split import write_relation
from desktop.operations import kept_files, relation_export, steps
from desktop.operations.kept_files import FileKind, PackCounts
from desktop.operations.plant import Plant
from desktop.operations.relation_check import check_relation
from desktop.operations.relation_export import RelationNotes, export_corrections, export_relation
from desktop.operations.steps import Step, StepState
from desktop.operations.trace import trace
from desktop.packing import rules
from desktop.packing.model import Decision
from desktop.packing.order import OrderState
from desktop.products.code_pool import CodeState
from desktop.products.version import Master
from desktop.storage import product_versions, work_orders
from desktop.storage.pack_tables import kept_file, pack
from desktop.storage.packing import StoredBook
from tests.packed_order import Packed, digits, packed_order, turn
from tests.refusals import refusal_of


@pytest.fixture
def plant(tmp_path: Path) -> Iterator[Plant]:
    with open_plant(f"sqlite:///{tmp_path / 'plant.db'}", tmp_path) as opened:
        yield opened


@pytest.fixture
def packed(plant: Plant) -> Packed:
    """Three cases of a product that needs no filing, packed and being closed."""
    done = packed_order(plant.store, 300)
    with plant.store.change("lead", "product", "specimen") as change:
        version = product_versions.newest(change.connection, done.product_id)
        product = replace(version.product, authorized_no="SPECIMEN")
        product_versions.replace(change.connection, version.id, Master(product, version.details), None)
        work_orders.set_state(change, done.order_id, OrderState.CLOSING)
    return done


def act(plant: Plant, packed: Packed, decide: Callable[[StoredBook], Decision]) -> int:
    """Let something happen to packs, and return its number."""
    with plant.store.read() as connection:
        order = work_orders.packing_order(connection, packed.order_id)
    with StoredBook(plant.store) as book:
        return book.apply(order, decide(book), station_id=None, actor="ann", reason="test").number


def remove(plant: Plant, packed: Packed, number: int) -> int:
    """Take a unit out of its bundle."""
    with plant.store.read() as connection:
        order = work_orders.packing_order(connection, packed.order_id)

    def decide(book: StoredBook) -> Decision:
        unit = book.by_id(packed.code_id(1, number))
        assert unit.place.parent_id is not None
        return rules.sample(order, unit, ())

    return act(plant, packed, decide)


def test_the_relation_of_a_packed_order_is_exported_with_counts(plant: Plant, packed: Packed) -> None:
    done = export_relation(plant, packed.order_id)
    assert [file.counts for file in done.files] == [PackCounts(333, 3, 300)]
    data = kept_files.content(plant, done.files[0].id).decode()
    assert f'<Code curCode="{digits(3, 1, 1)}" packLayer="3" flag="0"/>' in data
    assert data.count("<Code ") == 333


def test_the_same_export_is_the_same_bytes_whatever_the_program_writes_today(
    plant: Plant, packed: Packed, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = export_relation(plant, packed.order_id)
    before = kept_files.content(plant, first.files[0].id)
    monkeypatch.setattr(relation_export, "write_relation", None)
    again = export_relation(plant, packed.order_id)
    assert not again.new
    assert again.files == first.files
    assert kept_files.content(plant, again.files[0].id) == before


def test_a_kept_file_is_saved_byte_for_byte_and_never_over_another(
    plant: Plant, packed: Packed, tmp_path: Path
) -> None:
    file = export_relation(plant, packed.order_id).files[0]
    path = kept_files.save(plant, file.id, tmp_path)
    assert path.read_bytes() == kept_files.content(plant, file.id)
    with pytest.raises(Refused, match="exists already"):
        kept_files.save(plant, file.id, tmp_path)


def test_a_kept_file_that_was_changed_in_the_database_is_not_given(plant: Plant, packed: Packed) -> None:
    file = export_relation(plant, packed.order_id).files[0]
    with plant.store.change("mallory", "edit", "file") as change:
        packed_bytes = change.connection.scalar(select(kept_file.c.content))
        assert packed_bytes is not None
        forged = zlib.compress(zlib.decompress(packed_bytes).replace(b'flag="0"', b'flag="2"', 1))
        change.connection.execute(update(kept_file).values(content=forged))
    with pytest.raises(StorageError, match="no longer what was handed over"):
        kept_files.content(plant, file.id)


def test_a_file_that_reads_back_otherwise_is_not_kept(
    plant: Plant, packed: Packed, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = write_relation

    def wrong(*arguments: object) -> object:
        written = real(*arguments)  # type: ignore[arg-type]
        part = written.parts[0]
        data = zlib.decompress(part.packed).replace(b'flag="0"', b'flag="2"', 1)
        return replace(written, parts=(replace(part, packed=zlib.compress(data)),))

    monkeypatch.setattr(relation_export, "write_relation", wrong)
    with pytest.raises(StorageError, match="differs from the database"):
        export_relation(plant, packed.order_id)
    assert kept_files.files_of(plant, packed.order_id) == ()


def test_an_order_is_told_in_parts_that_are_kept_together(plant: Plant, packed: Packed) -> None:
    done = export_relation(plant, packed.order_id, RelationProfile(limit=12_000))
    assert [file.counts for file in done.files] == [PackCounts(111, 1, 100)] * 3
    assert [file.name[-7:] for file in done.files] == ["_01.xml", "_02.xml", "_03.xml"]
    assert export_relation(plant, packed.order_id, RelationProfile(limit=12_000)).files == done.files


def test_what_is_no_merchandise_says_so_in_its_comment(plant: Plant, packed: Packed) -> None:
    done = export_relation(plant, packed.order_id, notes=RelationNotes(workshop="二车间", comment="trial"))
    data = kept_files.content(plant, done.files[0].id).decode()
    assert 'comment="SPECIMEN trial"' in data
    assert 'workshop="二车间"' in data


def test_nothing_is_exported_of_an_order_that_still_packs(plant: Plant, packed: Packed) -> None:
    with plant.store.change("lead", "order", "running") as change:
        work_orders.set_state(change, packed.order_id, OrderState.RUNNING)
    assert "The order is not ended" in refusal_of(lambda: export_relation(plant, packed.order_id))


def test_nothing_is_exported_while_a_label_is_unread(plant: Plant, packed: Packed) -> None:
    turn(plant.store, packed.code_id(1, 7), CodeState.PRINTED)
    assert "1 printed label was never read" in refusal_of(lambda: export_relation(plant, packed.order_id))


def test_nothing_is_exported_while_a_pack_lies_loose(plant: Plant, packed: Packed) -> None:
    turn(plant.store, packed.code_id(1, 7), CodeState.VERIFIED, parent_id=None, place=None)
    assert "1 good pack lies in no larger one" in "".join(
        map(str, steps.hindrances(plant, packed.order_id, Step.EXPORTED))
    )


def test_what_is_left_out_of_a_relation_is_told_and_no_trace_names_that_file(
    plant: Plant, packed: Packed
) -> None:
    turn(plant.store, packed.code_id(1, 7), CodeState.VERIFIED, parent_id=None, place=None)
    with plant.store.change("lead", "order", "closed") as change:
        connection = change.connection
        connection.execute(
            update(pack).where(pack.c.code_id == packed.code_id(2, 1)).values(children=9, flag=2)
        )
        work_orders.set_state(change, packed.order_id, OrderState.CLOSED)
    done = export_relation(plant, packed.order_id)
    assert (done.left_out, done.files[0].counts) == (1, PackCounts(332, 3, 299))
    assert trace(plant, digits(1, 1, 7)).files == ()
    assert trace(plant, digits(1, 1, 8)).files == done.files


def test_nothing_is_exported_of_a_product_that_was_not_filed(plant: Plant) -> None:
    packed = packed_order(plant.store, 100)
    found = steps.hindrances(plant, packed.order_id, Step.PRINTED)
    assert [str(one).split(":")[0] for one in found] == ["蒙脱石散 (8031762001) cannot be printed yet"]


def test_goods_stay_out_of_the_warehouse_until_the_relation_is_exported(plant: Plant, packed: Packed) -> None:
    assert "The relation is not exported" in refusal_of(
        lambda: steps.require(plant, packed.order_id, Step.WAREHOUSED)
    )
    export_relation(plant, packed.order_id)
    steps.require(plant, packed.order_id, Step.WAREHOUSED)


def test_a_change_after_the_export_asks_for_corrections(plant: Plant, packed: Packed) -> None:
    export_relation(plant, packed.order_id)
    remove(plant, packed, 5)
    with pytest.raises(Refused, match="packs were moved since"):
        export_relation(plant, packed.order_id)
    with pytest.raises(Refused):
        steps.require(plant, packed.order_id, Step.WAREHOUSED)
    done = export_corrections(plant, packed.order_id)
    table = kept_files.content(plant, done.files[0].id).decode("utf-8-sig")
    assert table == f"parent,child,action\r\n{digits(2, 1, 1)},{digits(1, 1, 5)},unbind\r\n"
    steps.require(plant, packed.order_id, Step.WAREHOUSED)
    assert export_corrections(plant, packed.order_id).files == ()


def test_a_new_relation_is_written_while_the_platform_has_none(plant: Plant, packed: Packed) -> None:
    export_relation(plant, packed.order_id)
    remove(plant, packed, 5)
    done = export_relation(plant, packed.order_id, again=True)
    assert done.files[0].counts == PackCounts(332, 3, 299)
    assert len(kept_files.files_of(plant, packed.order_id, FileKind.RELATION)) == 2


def test_nothing_is_to_be_corrected_before_a_relation_left(plant: Plant, packed: Packed) -> None:
    with pytest.raises(Refused, match="nothing to correct"):
        export_corrections(plant, packed.order_id)


def test_a_file_is_not_kept_when_packs_move_while_it_is_written(plant: Plant, packed: Packed) -> None:
    with pytest.raises(Refused, match="Packs were moved"):
        kept_files.keep(plant, packed.order_id, (), through_event=5)


def test_counts_of_the_platform_that_agree_are_on_record(plant: Plant, packed: Packed) -> None:
    file = export_relation(plant, packed.order_id).files[0]
    compared, _ = kept_files.enter_platform_counts(plant, file.id, PackCounts(333, 3, 300))
    assert (compared.differences, compared.advice) == ((), None)


@pytest.mark.parametrize(
    ("counts", "told", "advice"),
    [
        (PackCounts(332, 3, 299), "all packs: the file holds 333, the platform took 332.", "missing"),
        (PackCounts(666, 6, 600), "all packs: the file holds 333, the platform took 666.", "more than"),
        (PackCounts(0, 0, 0), "all packs: the file holds 333, the platform took 0.", "took nothing"),
    ],
)
def test_a_difference_from_the_platform_is_told_with_what_to_do(
    plant: Plant, packed: Packed, counts: PackCounts, told: str, advice: str
) -> None:
    file = export_relation(plant, packed.order_id).files[0]
    compared, _ = kept_files.enter_platform_counts(plant, file.id, counts)
    assert str(compared.differences[0]) == told
    assert advice in str(compared.advice)


def test_counts_below_nothing_are_refused(plant: Plant, packed: Packed) -> None:
    file = export_relation(plant, packed.order_id).files[0]
    with pytest.raises(InputError, match="-1 is no number of packs"):
        kept_files.enter_platform_counts(plant, file.id, PackCounts(-1, 0, 0))


def test_an_own_relation_file_is_sound(plant: Plant, packed: Packed, tmp_path: Path) -> None:
    path = kept_files.save(plant, export_relation(plant, packed.order_id).files[0].id, tmp_path)
    checked = check_relation(plant, path, own=True)
    assert (checked.faults, checked.unknown, checked.findings.all) == ((), 0, 333)


def test_a_code_that_is_none_of_this_plant_is_told_where_it_must_be_one(
    plant: Plant, packed: Packed, tmp_path: Path
) -> None:
    path = kept_files.save(plant, export_relation(plant, packed.order_id).files[0].id, tmp_path)
    unit, other = digits(1, 1, 5), "89999999999999999999"
    text = path.read_text("utf-8").replace(f'curCode="{unit}"', f'curCode="{other}"')
    wrong = tmp_path / "wrong.xml"
    wrong.write_text(text, "utf-8")
    checked = check_relation(plant, wrong, own=True)
    assert [str(fault.text) for fault in checked.faults] == [f"{other} is no code of this plant."]
    assert checked.faults[0].line == 12
    assert check_relation(plant, wrong).sound


def test_codes_that_were_issued_for_another_level_or_product_are_told(
    plant: Plant, packed: Packed, tmp_path: Path
) -> None:
    path = kept_files.save(plant, export_relation(plant, packed.order_id).files[0].id, tmp_path)
    unit, bundle = digits(1, 1, 5), digits(2, 1, 1)
    text = path.read_text("utf-8").replace(unit, "89999999999999999999").replace(bundle, unit)
    wrong = tmp_path / "wrong.xml"
    wrong.write_text(text, "utf-8")
    assert [str(fault.text) for fault in check_relation(plant, wrong).faults] == [
        f"{unit} was issued for level 1, here it has packLayer 2."
    ]


def put_back(plant: Plant, packed: Packed, event: int) -> None:
    """Take something that happened to packs back."""
    with plant.store.read() as connection:
        order = work_orders.packing_order(connection, packed.order_id)
    with StoredBook(plant.store) as book:
        book.take_back(order, event, station_id=None, actor="ann", reason="test")


def test_packs_that_moved_and_moved_back_need_no_corrections_and_hinder_nothing(
    plant: Plant, packed: Packed
) -> None:
    export_relation(plant, packed.order_id)
    put_back(plant, packed, remove(plant, packed, 5))
    assert export_corrections(plant, packed.order_id).files == ()
    steps.require(plant, packed.order_id, Step.WAREHOUSED)


def test_that_nothing_was_to_be_corrected_is_put_on_record_once(plant: Plant, packed: Packed) -> None:
    export_relation(plant, packed.order_id)
    put_back(plant, packed, remove(plant, packed, 5))
    export_corrections(plant, packed.order_id)
    export_corrections(plant, packed.order_id)
    found = kept_files.files_of(plant, packed.order_id, FileKind.CORRECTIONS)
    assert [file.name.startswith("Nothing_to_correct_WO-1_") for file in found] == [True]


def test_a_relation_export_that_is_cancelled_keeps_nothing(plant: Plant, packed: Packed) -> None:
    with pytest.raises(Cancelled):
        export_relation(plant, packed.order_id, report=lambda done: done < 0.5)
    assert kept_files.files_of(plant, packed.order_id) == ()


def test_a_relation_export_tells_how_far_it_is(plant: Plant, packed: Packed) -> None:
    told: list[float] = []

    def go_on(done: float) -> bool:
        told.append(done)
        return True

    export_relation(plant, packed.order_id, report=go_on)
    assert told == sorted(told)
    assert (told[0], told[-1]) == (0, 1)


def test_corrections_that_are_cancelled_are_not_kept(plant: Plant, packed: Packed) -> None:
    export_relation(plant, packed.order_id)
    remove(plant, packed, 5)
    with pytest.raises(Cancelled):
        export_corrections(plant, packed.order_id, lambda _done: False)
    assert kept_files.files_of(plant, packed.order_id, FileKind.CORRECTIONS) == ()


def test_a_check_of_a_relation_file_can_be_cancelled(plant: Plant, packed: Packed, tmp_path: Path) -> None:
    path = kept_files.save(plant, export_relation(plant, packed.order_id).files[0].id, tmp_path)
    with pytest.raises(Cancelled):
        check_relation(plant, path, report=lambda _done: False)


def test_the_steps_of_an_order_tell_what_is_missing_for_each(plant: Plant, packed: Packed) -> None:
    found = {one.step: one for one in steps.overview(plant, packed.order_id)}
    assert [one.step for one in found.values() if one.done] == [
        Step.FILED,
        Step.PRINTED,
        Step.VERIFIED,
        Step.PACKED,
    ]
    assert "0 of 3 largest packs are in the warehouse" in str(found[Step.WAREHOUSED].missing[0])


def test_a_step_that_is_done_asks_for_nothing(plant: Plant, packed: Packed) -> None:
    export_relation(plant, packed.order_id)
    found = {one.step: one for one in steps.overview(plant, packed.order_id)}
    assert found[Step.EXPORTED] == StepState(Step.EXPORTED, done=True, missing=())


def test_a_file_that_is_looked_at_alone_is_not_held_against_the_plant(
    plant: Plant, packed: Packed, tmp_path: Path
) -> None:
    path = kept_files.save(plant, export_relation(plant, packed.order_id).files[0].id, tmp_path)
    unit, bundle = digits(1, 1, 5), digits(2, 1, 1)
    text = path.read_text("utf-8").replace(unit, "89999999999999999999").replace(bundle, unit)
    foreign = tmp_path / "foreign.xml"
    foreign.write_text(text, "utf-8")
    checked = check_relation(plant, foreign, alone=True)
    assert (checked.faults, checked.unknown, checked.findings.all) == ((), 0, 333)
