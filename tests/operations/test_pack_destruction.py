"""Many packs destroyed with one proof of the second person, over both databases."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.errors import InputError, Refused
from desktop.operations import pack_destruction, pack_exceptions, reconciliation
from desktop.operations.packing import PackStation
from desktop.packing.model import EventKind, Order, PackEvent
from desktop.packing.reconciliation import Listing
from desktop.packing.refusals import ScanRefused, Why
from desktop.products.code_pool import CodeState
from desktop.storage import evidence
from desktop.storage.packing import StoredBook
from desktop.storage.tables import audit
from desktop.texts import say
from tests.operations.packing_line import WHY, PackingLine, packing_line


@pytest.fixture
def packed(tmp_path: Path, database_url: str) -> Iterator[PackingLine]:
    """A full bundle of units 1 to 3, unit 4 in a tray, and the other labels never scanned."""
    with packing_line(tmp_path, url=database_url) as opened:
        with PackStation(opened.plant, opened.order_id, opened.bundles) as station:
            for code in (*opened.units[:3], opened.line.codes[1][0], opened.units[3]):
                station.scan(code)
        yield opened


def state_of(packed: PackingLine, code: str) -> CodeState:
    with StoredBook(packed.plant.store) as book:
        found = book.pack(code)
        assert found is not None
        return found.state


def missing(packed: PackingLine, level: int = 1) -> tuple[str, ...]:
    found = pack_destruction.destroyable(packed.plant, packed.order_id, level, Listing.MISSING)
    return tuple(one.code for one in found)


def records(packed: PackingLine) -> int:
    with packed.plant.store.read() as connection:
        return len(connection.execute(select(audit.c.action).where(audit.c.action == "pack.scrapped")).all())


def test_labels_that_were_never_scanned_are_destroyed_each_by_an_event_of_its_own(
    packed: PackingLine,
) -> None:
    wanted = missing(packed)
    done, _ = pack_destruction.destroy(packed.plant, packed.order_id, 1, wanted, **WHY)
    assert wanted == packed.units[4:]
    assert [one.decision.kind for one in done.events] == [EventKind.SCRAPPED] * 8
    assert {(one.actor, one.reviewer, one.reason) for one in done.events} == {
        ("anna", "Bob", "as the test asks")
    }
    assert (done.refused, done.left, missing(packed)) == ((), (), ())
    assert reconciliation.reconciliation(packed.plant, packed.order_id).balances


def test_one_of_many_is_taken_back_alone(packed: PackingLine) -> None:
    done, _ = pack_destruction.destroy(packed.plant, packed.order_id, 1, packed.units[4:], **WHY)
    pack_exceptions.take_back(packed.plant, packed.order_id, done.events[2].number, **WHY)
    assert missing(packed) == (packed.units[6],)


def test_what_is_refused_is_told_one_by_one_and_hinders_none_of_the_others(packed: PackingLine) -> None:
    in_pack, in_tray, bundle = packed.units[0], packed.units[3], packed.line.codes[1][1]
    given = (in_pack, packed.units[4], in_tray, "no code", bundle, packed.units[5], "80217629999999999999")
    done, _ = pack_destruction.destroy(packed.plant, packed.order_id, 1, given, **WHY)
    assert len(done.events) == 2
    why = {one.code: one.refusal.why for one in done.refused if isinstance(one.refusal, ScanRefused)}
    assert why == {
        in_pack: Why.ALREADY_PACKED,
        in_tray: Why.IN_TRAY,
        "no code": Why.NOT_A_CODE,
        bundle: Why.WRONG_LEVEL,
        "80217629999999999999": Why.UNKNOWN_CODE,
    }
    assert state_of(packed, in_pack) is CodeState.PACKED
    assert {state_of(packed, code) for code in packed.units[4:6]} == {CodeState.SPOILED}


def test_a_code_that_is_given_twice_is_destroyed_once(packed: PackingLine) -> None:
    twice = (packed.units[4], packed.units[4])
    done, _ = pack_destruction.destroy(packed.plant, packed.order_id, 1, twice, **WHY)
    assert (len(done.events), done.refused) == (1, ())


def test_what_was_destroyed_before_is_refused_with_by_whom(packed: PackingLine) -> None:
    pack_exceptions.scrap(packed.plant, packed.order_id, packed.units[4], **WHY)
    done, _ = pack_destruction.destroy(packed.plant, packed.order_id, 1, packed.units[4:6], **WHY)
    (refused,) = done.refused
    assert "anna" in str(refused.sentence)
    assert len(done.events) == 1


def test_many_are_done_in_several_transactions_and_what_is_done_stays_when_it_is_cancelled(
    packed: PackingLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pack_destruction, "_AT_A_TIME", 3)
    shares: list[float] = []

    def twice(share: float) -> bool:
        shares.append(share)
        return len(shares) <= 2

    done, _ = pack_destruction.destroy(
        packed.plant, packed.order_id, 1, packed.units[4:], report=twice, **WHY
    )
    assert shares == [0, 3 / 8, 6 / 8]
    assert len(done.events) == 6
    assert done.left == missing(packed) == packed.units[10:]
    assert records(packed) == 2


def test_a_law_that_is_broken_late_takes_only_its_own_pack_back(
    packed: PackingLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = StoredBook._apply

    def fails_behind(book: StoredBook, order: Order, new: PackEvent) -> PackEvent:
        done = real(book, order, new)
        if done.decision.code_id == third:
            raise Refused(say("broken"))
        return done

    with StoredBook(packed.plant.store) as book:
        pack = book.pack(packed.units[6])
        assert pack is not None
        third = pack.id
    monkeypatch.setattr(StoredBook, "_apply", fails_behind)
    done, _ = pack_destruction.destroy(packed.plant, packed.order_id, 1, packed.units[4:], **WHY)
    assert [one.code for one in done.refused] == [packed.units[6]]
    assert missing(packed) == (packed.units[6],)
    assert len(done.events) == 7


def test_a_filled_bundle_that_lies_nowhere_is_destroyed_with_what_is_in_it(packed: PackingLine) -> None:
    bundle = packed.line.codes[1][0]
    pack_destruction.destroy(packed.plant, packed.order_id, 2, (bundle,), **WHY)
    assert {state_of(packed, code) for code in (bundle, *packed.units[:3])} == {CodeState.SPOILED}


def test_the_seals_of_an_order_hold_after_many_were_destroyed(packed: PackingLine) -> None:
    pack_destruction.destroy(packed.plant, packed.order_id, 1, packed.units[4:], **WHY)
    with packed.plant.store.read() as connection:
        assert evidence.first_fault_of_evidence(connection) is None


def test_without_a_reason_or_a_second_person_nothing_is_destroyed(packed: PackingLine) -> None:
    plant, order, units = packed.plant, packed.order_id, packed.units[4:]
    with pytest.raises(InputError, match="Say why"):
        pack_destruction.destroy(plant, order, 1, units, reason=" ", reviewer=WHY["reviewer"])
    with pytest.raises(Refused, match="another person"):
        pack_destruction.destroy(replace(plant, actor="bob"), order, 1, units, **WHY)
    assert missing(packed) == units


def test_codes_come_from_a_plain_file_and_from_an_exported_list(packed: PackingLine, tmp_path: Path) -> None:
    plain, exported = tmp_path / "codes.txt", tmp_path / "list.csv"
    plain.write_text("\r\n".join(packed.units[4:6]) + "\r\n\r\n", encoding="utf-8-sig")
    reconciliation.write_list(
        packed.plant, packed.order_id, 1, Listing.MISSING, exported, "zh_CN", lambda _share: True
    )
    assert pack_destruction.codes_in(plain) == packed.units[4:6]
    assert pack_destruction.codes_in(exported) == packed.units[4:]
