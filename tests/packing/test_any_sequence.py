"""Whatever people do with packs in whatever order, the tree stays lawful and each taking back is exact."""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from desktop.errors import Refused
from desktop.packing import rules
from desktop.packing.model import LOOSE, Decision, EventKind, Order, Pack
from desktop.packing.refusals import ScanRefused
from desktop.products.code_pool import CodeState
from tests.packing.memory_book import ORDER, STATION, MemoryBook, stock

GOOD = {CodeState.PRINTED, CodeState.VERIFIED}
NUMBERS = st.integers(min_value=0, max_value=10_000)


class Line(RuleBasedStateMachine):
    """One station and people with every exception at hand; packs are drawn from all there are."""

    def __init__(self) -> None:
        super().__init__()
        self.order, self.book = self.opened()
        self.issued = self.book.counts().issued
        self.before: dict[int, object] = {}
        self.done: Counter[EventKind] = Counter()

    def opened(self) -> tuple[Order, MemoryBook]:
        """Return the order and its printed labels, nothing packed."""
        return ORDER, MemoryBook(stock(units=18, bundles=9, cases=4, other_units=3))

    @initialize(cases=st.integers(0, 2), bundles=st.integers(0, 2))
    def some_packs_are_filled_already(self, cases: int, bundles: int) -> None:
        for _ in range(cases):
            self.fill(2, 3)
            self.fill(2, 3)
            self.fill(3, 2)
        for _ in range(bundles):
            self.fill(2, 3)

    def fill(self, level: int, count: int) -> None:
        """Fill a pack of ``level`` with ``count`` good loose ones, if there are as many."""
        for _ in range(count):
            free = [one for one in self.book.all() if self.may_be_packed(one, level - 1)]
            if free:
                tray = self.book.tray(STATION)
                pack = free[0]
                self.do(partial(rules.collect, self.order, pack, tray, STATION, level, mixed_approved=True))
        self.scan_a_parent_of(level)

    def may_be_packed(self, pack: Pack, level: int) -> bool:
        """Tell whether a pack is good, loose, and filled if it is to hold packs."""
        filled = level == 1 or pack.children > 0
        return pack.level == level and pack.state in GOOD and pack.place == LOOSE and filled

    def scan_a_parent_of(self, level: int) -> None:
        """Scan the first label that is not used yet."""
        tray = self.book.tray(STATION)
        parent = self.one(0, lambda one: one.level == level and not one.children and one.state in GOOD)
        approved = {"partial": True, "mixed_approved": True}
        self.do(lambda: rules.pack_into(self.order, parent, tray, station=STATION, **approved))

    @rule(level=st.sampled_from((2, 3)), count=st.integers(1, 3))
    def fill_a_pack(self, level: int, count: int) -> None:
        self.fill(level, count)

    def one(self, number: int, wanted: Callable[[Pack], bool] = lambda _: True) -> Pack:
        """Draw a pack, among the wanted ones if there are any."""
        everything = self.book.all()
        some = [pack for pack in everything if wanted(pack)] or everything
        return some[number % len(some)]

    def do(self, decide: Callable[[], Decision], undoes: int | None = None) -> bool:
        """Do what is decided. Where it is refused nothing has changed."""
        before = self.book.bare()
        try:
            event = self.book.apply(self.order, decide(), undoes=undoes)
        except ScanRefused:
            assert self.book.bare() == before
            return False
        except Refused:
            assert self.book.bare() == before
            return False
        self.before[event.number] = before
        self.done[event.decision.kind] += 1
        return True

    def holding(self) -> bool:
        """Tell whether any pack holds others."""
        return any(one.children for one in self.book.all())

    def beside(self, pack: Pack) -> Sequence[Pack]:
        """Return what lies in the parent of a pack."""
        return () if pack.place.parent_id is None else self.book.children(pack.place.parent_id)

    @rule(number=NUMBERS, level=st.sampled_from((2, 3)), mixed=st.booleans())
    def scan_a_pack(self, number: int, level: int, mixed: bool) -> None:
        tray = self.book.tray(STATION)
        level = tray[0].level + 1 if tray else level
        pack = self.one(number, lambda one: one.level == level - 1 and one.state in GOOD)
        self.do(lambda: rules.collect(self.order, pack, tray, STATION, level, mixed_approved=mixed))

    @rule(number=NUMBERS, short=st.booleans(), mixed=st.booleans())
    def scan_a_parent(self, number: int, short: bool, mixed: bool) -> None:
        tray = self.book.tray(STATION)
        level = tray[0].level + 1 if tray else 2
        parent = self.one(number, lambda one: one.level == level and not one.children and one.state in GOOD)
        self.do(
            lambda: rules.pack_into(
                self.order, parent, tray, station=STATION, partial=short, mixed_approved=mixed
            )
        )

    @precondition(lambda self: self.holding())
    @rule(number=NUMBERS)
    def take_out(self, number: int) -> None:
        pack = self.one(number, lambda one: one.place.parent_id is not None)
        self.do(lambda: rules.remove(self.order, pack, self.beside(pack)))

    @rule(
        number=NUMBERS,
        decide=st.sampled_from((rules.sample, rules.scrap, rules.unreadable)),
        told=st.booleans(),
    )
    def lose_a_pack(self, number: int, decide: Callable[..., Decision], told: bool) -> None:
        pack = self.one(number)
        beside = self.beside(pack) if told else None
        self.do(lambda: decide(self.order, pack, self.book.contents(pack.id), beside))

    @precondition(lambda self: self.holding())
    @rule(number=NUMBERS, other=NUMBERS, mixed=st.booleans())
    def top_up(self, number: int, other: int, mixed: bool) -> None:
        parent = self.one(number, lambda one: one.children > 0)
        pack = self.one(other, lambda one: one.level == parent.level - 1 and one.place == LOOSE)
        there = self.book.children(parent.id)
        self.do(lambda: rules.top_up(self.order, pack, parent, there, mixed_approved=mixed))

    @precondition(lambda self: self.holding())
    @rule(number=NUMBERS, other=NUMBERS, mixed=st.booleans())
    def replace_a_pack(self, number: int, other: int, mixed: bool) -> None:
        old = self.one(number, lambda one: one.place.parent_id is not None)
        new = self.one(other, lambda one: one.level == old.level and one.place == LOOSE)
        inside = self.book.contents(old.id)
        self.do(lambda: rules.replace(self.order, old, new, inside, mixed_approved=mixed))

    @rule(number=NUMBERS, other=NUMBERS)
    def relabel(self, number: int, other: int) -> None:
        old = self.one(number)
        new = self.one(other, lambda one: one.level == old.level and one.state in GOOD)
        self.do(lambda: rules.relabel(self.order, old, new, self.book.children(old.id)))

    @precondition(lambda self: self.holding())
    @rule(number=NUMBERS)
    def take_apart(self, number: int) -> None:
        parent = self.one(number, lambda one: one.children > 0)
        self.do(lambda: rules.take_apart(self.order, parent, self.book.children(parent.id)))

    @precondition(lambda self: self.holding())
    @rule(number=NUMBERS, other=NUMBERS, mixed=st.booleans())
    def move(self, number: int, other: int, mixed: bool) -> None:
        pack = self.one(number, lambda one: one.place.parent_id is not None)
        parent = self.one(other, lambda one: one.level == pack.level + 1 and one.children > 0)
        there, here = self.book.children(parent.id), self.beside(pack)
        self.do(lambda: rules.move(self.order, pack, parent, there, here, mixed_approved=mixed))

    @precondition(lambda self: self.book.events)
    @rule(number=NUMBERS)
    def take_any_event_back(self, number: int) -> None:
        event = self.book.events[number % len(self.book.events)]
        self.do(lambda: rules.take_back(event), undoes=event.number)

    @precondition(lambda self: self.book.events)
    @rule()
    def take_the_last_event_back(self) -> None:
        event = self.book.events[-1]
        if event.decision.kind is EventKind.TAKEN_BACK:
            return
        assert self.do(lambda: rules.take_back(event), undoes=event.number)
        assert self.book.bare() == self.before[event.number]
        assert not self.do(lambda: rules.take_back(event), undoes=event.number)

    @invariant()
    def each_pack_is_in_one_parent_of_the_next_level(self) -> None:
        packs = {one.id: one for one in self.book.all()}
        for one in packs.values():
            above = one.place.parent_id
            if above is not None:
                assert one.place.tray is None
                assert packs[above].level == one.level + 1
                assert packs[above].product_id == one.product_id

    @invariant()
    def no_pack_holds_more_than_the_ratio_says(self) -> None:
        for one in self.book.all():
            if one.children:
                places = [child.place.place for child in self.book.children(one.id)]
                assert len(set(places)) == len(places) <= self.order.room(one.level)
                assert set(places) <= set(range(1, self.order.room(one.level) + 1))

    @invariant()
    def no_tray_holds_more_than_fills_a_parent(self) -> None:
        tray = self.book.tray(STATION)
        if tray:
            assert len(tray) <= self.order.room(tray[0].level + 1)
            assert {one.level for one in tray} == {tray[0].level}

    @invariant()
    def the_sum_of_all_states_is_what_was_issued(self) -> None:
        assert self.book.counts().issued == self.issued

    @invariant()
    def what_is_given_up_lies_nowhere_and_holds_nothing(self) -> None:
        for one in self.book.all():
            if one.state in {CodeState.SPOILED, CodeState.SAMPLED}:
                assert one.place == LOOSE
                assert not one.children

    @invariant()
    def what_is_packed_is_in_a_pack_or_is_a_filled_largest_one(self) -> None:
        for one in self.book.all():
            packed = one.place.parent_id is not None or (one.level == self.order.top and one.children > 0)
            assert packed == (one.state is CodeState.PACKED)


Line.TestCase.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
TestAnySequence = Line.TestCase
