"""Bills and results of orders, on both databases."""

from desktop.packing.bills import Bill, BillKind
from desktop.products.code_pool import CodeState
from desktop.storage import bills, order_results
from desktop.storage.packing import StoredBook
from desktop.storage.store import Store
from tests.storage.pack_stock import add_line, fill


def test_a_bill_knows_its_packs_and_what_is_missing(store: Store) -> None:
    line = add_line(store)
    cases = line.codes[2]
    with StoredBook(store) as book:
        fill(book, line, 12)
    with store.change("bob", "bill.open", "bill") as change:
        made = Bill.build(BillKind.PRODUCE_IN, "IN-1", {"receipt_date": "2026-03-01"})
        bill_id = bills.insert(change, made)
        pack = bills.known(change.connection, cases[0])
        bills.lock_pack(change, pack.id)
        bills.add(change, bill_id, pack.id)
    with store.read() as connection:
        assert [one.code for one in bills.lines(connection, bill_id)] == [cases[0]]
        assert bills.missing_packs(connection, bill_id) == (cases[1],)
        assert bills.largest_packs(connection, line.order.id) == tuple(sorted(cases))
        assert bills.orders_of(connection, bill_id) == (line.order.id,)
        assert bills.packers(connection, line.order.id) == {"anna"}
        last = bills.last_of(connection, [pack.id])
        assert last is not None
        assert last.bill == made
        assert bills.last_of(connection, [pack.id], before=last.at) is None


def test_labels_places_and_results_of_an_order_are_told(store: Store) -> None:
    line = add_line(store, printed=(13, 4, 2))
    units, bundles, cases = line.codes
    with StoredBook(store) as book:
        fill(book, line, 12)
    with store.read() as connection:
        labels = list(order_results.labels(connection, line.order.id))
        assert [len(some.codes) for some in labels] == [12, 4, 2]
        assert {(some.lot, some.number) for some in labels} == {("L1", 1)}
        placed = {one.value: parent.value for one, parent in order_results.places(connection, line.order.id)}
        assert (len(placed), placed[units[0]], placed[bundles[0]]) == (16, bundles[0], cases[0])
        results = {one.code: one for one in order_results.results(connection, line.order.id)}
        assert results[units[12]].state is CodeState.PRINTED
        assert len(results) == 19
        assert order_results.undone(connection, line.order.id) == ()
