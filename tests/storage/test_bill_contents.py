"""What packs on bills hold, and that they are not worked on once they left, on both databases."""

import pytest

from desktop.packing import rules
from desktop.packing.bills import Bill, BillKind, BillState
from desktop.packing.refusals import ScanRefused
from desktop.storage import bill_contents, bills
from desktop.storage.bill_contents import Holding
from desktop.storage.packing import StoredBook
from desktop.storage.store import Store
from tests.storage.pack_stock import BUNDLE_STATION, Line, add_line, fill, known, scan

SAMPLE = {"dispatch_date": "2026-03-02"}


def _bill(store: Store, number: str, *codes: str) -> int:
    with store.change("bob", "bill.open", "bill") as change:
        bill_id = bills.insert(change, Bill.build(BillKind.SAMPLE_OUT, number, SAMPLE))
        for one in codes:
            bills.add(change, bill_id, bills.known(change.connection, one).id)
        bills.set_state(change, bill_id, BillState.CLOSED)
    return bill_id


def _packed(store: Store, units: int) -> Line:
    line = add_line(store)
    with StoredBook(store) as book:
        fill(book, line, units)
    return line


def test_a_pack_of_each_level_tells_what_it_holds(store: Store) -> None:
    line = _packed(store, 12)
    units, bundles, cases = line.codes
    bill_id = _bill(store, "QC-1", units[0], bundles[1], cases[1])
    with store.read() as connection:
        assert bill_contents.holdings(connection, bill_id) == {
            units[0]: Holding("蒙脱石散", "L1", 0, 1),
            bundles[1]: Holding("蒙脱石散", "L1", 3, 3),
            cases[1]: Holding("蒙脱石散", "L1", 2, 6),
        }
        assert list(bill_contents.holdings(connection, bill_id, (cases[1],))) == [cases[1]]
        assert bill_contents.pack_counts(connection) == {bill_id: 3}


def test_who_handled_a_pack_last_is_told(store: Store) -> None:
    line = _packed(store, 6)
    with store.read() as connection:
        found = bill_contents.handled(connection, line.codes[2][0])
        assert found is not None
        assert (found.order, found.by) == ("L1", "anna")
        assert bill_contents.handled(connection, line.codes[2][1]) is None


def test_a_bundle_that_left_goes_into_no_tray(store: Store) -> None:
    line = _packed(store, 3)
    with StoredBook(store) as book:
        event = book.last_event(line.order, BUNDLE_STATION)
        assert event is not None
        book.take_back(line.order, event.number, station_id=BUNDLE_STATION, actor="anna")
        _bill(store, "QC-1", line.codes[1][0])
        with pytest.raises(ScanRefused, match="has left on bill QC-1"):
            scan(book, line, line.codes[1][0], BUNDLE_STATION)


def test_the_contents_of_a_pack_that_left_are_not_scrapped_with_their_parent(store: Store) -> None:
    line = _packed(store, 12)
    _bill(store, "QC-1", line.codes[0][0])
    with StoredBook(store) as book:
        case = known(book, line.codes[2][0])
        decision = rules.scrap(line.order, case, book.contents(case.id), None)
        with pytest.raises(ScanRefused, match=f"{line.codes[0][0]} has left"):
            book.apply(line.order, decision, station_id=None, actor="anna", reviewer="qa", reason="wet")
