"""The tree of an order as files tell it, and where a single pack is. On both databases."""

from collections.abc import Iterator

import pytest

from desktop.packing import rules
from desktop.packing.model import Node, PackFlag
from desktop.storage import pack_tree
from desktop.storage.packing import StoredBook
from desktop.storage.store import Store
from tests.storage.pack_stock import Line, add_line, fill, known, scan


@pytest.fixture
def packed(store: Store) -> Line:
    """Two cases of two bundles of two units each, and two units in a tray."""
    line = add_line(store, (12, 6, 3), (1, 2, 2))
    with StoredBook(store) as book:
        fill(book, line, 9)
        scan(book, line, line.codes[0][9])
    return line


@pytest.fixture
def book(packed: Line) -> Iterator[StoredBook]:
    with StoredBook(packed.store) as opened:
        yield opened


def tree(packed: Line) -> list[Node]:
    with packed.store.read() as connection:
        return list(pack_tree.nodes(connection, packed.order.id))


def test_the_tree_goes_depth_first_with_parents_before_what_is_in_them(packed: Line) -> None:
    units, bundles, cases = packed.codes
    batch = packed.order.batch_id
    expected = []
    for case in range(2):
        expected.append(Node(cases[case], 3, "", PackFlag.NORMAL, batch))
        for bundle in range(2 * case, 2 * case + 2):
            expected.append(Node(bundles[bundle], 2, cases[case], PackFlag.NORMAL, batch))
            expected += [
                Node(unit, 1, bundles[bundle], None, batch) for unit in units[2 * bundle : 2 * bundle + 2]
            ]
    assert tree(packed) == expected


def test_largest_packs_come_in_the_order_of_their_filling(store: Store) -> None:
    line = add_line(store, (4, 2, 2), (1, 1, 1))
    backwards = Line(store, line.order, (line.codes[0], line.codes[1], line.codes[2][::-1]), line.jobs)
    with StoredBook(store) as book:
        fill(book, backwards, 2)
    with store.read() as connection:
        found = pack_tree.roots(connection, line.order.id)
        assert [one.code for one in found] == list(backwards.codes[2])
        second = pack_tree.roots(connection, line.order.id, first=1, limit=1)
        assert [one.code for one in second] == [backwards.codes[2][1]]


def test_a_relabelled_case_stays_in_the_tree_with_its_new_code(packed: Line, book: StoredBook) -> None:
    old, new = known(book, packed.codes[2][0]), known(book, packed.codes[2][2])
    decision = rules.relabel(packed.order, old, new, book.children(old.id))
    book.apply(packed.order, decision, station_id=None, actor="anna", reason="torn")
    assert [one.code for one in tree(packed) if one.level == 3] == [packed.codes[2][1], new.code]


def test_a_bundle_tells_what_is_in_it_and_where_it_lies(packed: Line) -> None:
    with packed.store.read() as connection:
        inside = pack_tree.contents(connection, packed.codes[1][1])
        above = pack_tree.path_to_top(connection, packed.codes[0][2])
    assert [(one.code, one.parent) for one in inside] == [
        (packed.codes[1][1], packed.codes[2][0]),
        (packed.codes[0][2], packed.codes[1][1]),
        (packed.codes[0][3], packed.codes[1][1]),
    ]
    assert [(one.code, one.parent) for one in above] == [
        (packed.codes[0][2], packed.codes[1][1]),
        (packed.codes[1][1], packed.codes[2][0]),
        (packed.codes[2][0], ""),
    ]


def test_a_code_that_was_never_scanned_has_no_place_in_the_tree(packed: Line) -> None:
    with packed.store.read() as connection:
        assert pack_tree.contents(connection, packed.codes[0][11]) == ()
        assert pack_tree.path_to_top(connection, packed.codes[0][11]) == ()
