"""A packing station: what is scanned goes into its tray, and a full tray into the pack that is scanned next.

Every scan is on the disk before it is confirmed; whatever is refused changes nothing. So a station may be cut
off at any moment: opened again, it goes on with the tray as it stands in the database.
"""

import threading
from types import TracebackType
from typing import Final, Self

from desktop.changes import Changes, Kind
from desktop.errors import Refused
from desktop.operations.label_supply import LabelsOnDemand, LabelSupply
from desktop.operations.pack_answers import Outcome, Scanned, StationState
from desktop.operations.pack_codes import scanned_pack, told_since
from desktop.operations.pack_orders import grounds, order_in, station_of
from desktop.operations.plant import Plant
from desktop.operations.reviewers import Reviewer
from desktop.operations.station_stops import StationGuard, record_resuming
from desktop.packing import rules
from desktop.packing.event_names import event_name
from desktop.packing.model import Decision, EventKind, Order, Pack, PackEvent
from desktop.packing.refusals import ScanRefused, Why, pack_word
from desktop.packing.scan import Read, require_single_read
from desktop.packing.slip import Slip
from desktop.packing.tray import picture
from desktop.products.lines import Station
from desktop.storage.packing import StoredBook
from desktop.texts import Text, say, say_count

CHANGED: Final = Changes.of(Kind.CODES, Kind.ORDERS)
"""What a scan that was taken changes."""

_UNDONE: Final = (EventKind.COLLECTED, EventKind.PACKED)


class PackStation:
    """One station that packs for one order. Any thread may call it; ``close`` gives its connection back.

    Attributes:
        order: what is packed.
        station: where; it fills packs of its level with packs of the level below.
    """

    def __init__(
        self,
        plant: Plant,
        order_id: int,
        station_id: int,
        labels: LabelsOnDemand | None = None,
        *,
        in_line: bool = False,
    ) -> None:
        """Open a station.

        Args:
            plant: where, and who scans.
            order_id: of a running order.
            station_id: of a station on its line, from level 2.
            labels: prints the labels of the packs that it fills, each when it is needed; None where printed
                labels lie ready.
            in_line: whether packs pass the scanner in the order in which their labels were printed, as on a
                conveyor; then it is watched for labels that slipped against packs.

        Raises:
            InputError: there is no such order or station.
            Refused: the order does not run, or the station is of another line or fills no packs.
        """
        self._plant = plant
        self.order: Order = order_in(plant, order_id)
        self.station: Station = station_of(plant, order_id, station_id, self.order)
        self._labels = None if labels is None else LabelSupply(plant, order_id, self.station.level, labels)
        self._mixing: tuple[str, Reviewer] | None = None
        self._last_read: Read | None = None
        self._lock = threading.RLock()
        self._book = StoredBook(plant.store)
        self._guard = StationGuard(plant, self._book, self.order, self.station, in_line=in_line)
        self._ask_for_a_label()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        trouble: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the connection back. May be called twice."""
        self._book.close()

    def scan(self, text: str, at: float | None = None) -> Scanned:
        """Take a scan.

        Args:
            text: as it came from the scanner, or was typed.
            at: when, in seconds of a clock that never runs back; None where that is not known. The same text
                again within 50 ms is one reading.

        Returns:
            What became of it; a refusal is an answer too.

        Raises:
            StorageError: the database does not take it; nothing was changed.
        """
        with self._lock:
            try:
                self._require_single(text, at)
            except ScanRefused as bounce:
                return self._answer(Outcome.BOUNCED, bounce.text)
            try:
                return self._taken(text)
            except ScanRefused as refusal:
                return self._refused(refusal, refusal.why, text)
            except Refused as refusal:
                return self._refused(refusal, Why.WRONG_STATE, text)

    def partial(self, text: str, *, reason: str, reviewer: Reviewer) -> Scanned:
        """Close a pack that is not full: what lies in the tray goes into the pack that is scanned.

        Raises:
            InputError: no reason is given.
            Refused: the pack or the tray is not as it must be, or the reviewer is who acts.
        """
        words = grounds(self._plant, reason, reviewer)
        with self._lock:
            order_in(self._plant, self.order.id)
            self._guard.require_going()
            parent = scanned_pack(self._book, text)
            decision = rules.pack_into(
                self.order,
                parent,
                self._tray(),
                station=self.station.id,
                partial=True,
                mixed_approved=True,
            )
            return self._filled(parent, self._apply(decision, words, reviewer.name))

    def approve_mixed(self, *, reason: str, reviewer: Reviewer) -> None:
        """Take packs of other batches into this tray, until it goes into its pack.

        Raises:
            InputError: no reason is given.
            Refused: the reviewer is who acts.
        """
        with self._lock:
            self._mixing = grounds(self._plant, reason, reviewer), reviewer

    def undo(self) -> Scanned:
        """Take the last scan of this station back: a pack out of the tray, or the tray out of its pack.

        Raises:
            Refused: there is none, it was an exception (which only a reviewer takes back), or its packs have
                gone on since.
        """
        with self._lock:
            order_in(self._plant, self.order.id)
            last = self._book.last_event(self.order, self.station.id)
            if last is None:
                raise Refused(say("This station has no scan to take back."))
            if last.decision.kind not in _UNDONE:
                raise Refused(
                    say(
                        "The last thing done here was no scan ({what}). It is taken back as an exception, "
                        "with a reason and a reviewer.",
                        what=event_name(last.decision.kind),
                    )
                )
            done = self._book.take_back(
                self.order, last.number, station_id=self.station.id, actor=self._plant.actor
            )
            self._last_read = None
            code = self._book.by_id(last.decision.code_id).code
            sentence = say("Taken back: {code} ({what}).", code=code, what=event_name(last.decision.kind))
            return self._answer(Outcome.COLLECTED, sentence, code=code, event=done.number)

    def state(self) -> StationState:
        """Return how the station stands, from the database."""
        with self._lock:
            self._guard.hear()
            tray = self._tray()
            last = self._book.last_event(self.order, self.station.id)
            told = None
            if last is not None and last.decision.kind in _UNDONE:
                code = self._book.by_id(last.decision.code_id).code
                told = say("{code}: {what}", code=code, what=event_name(last.decision.kind))
            return StationState(
                self.station.level,
                self._room,
                picture(self.order, self.station.level, tray),
                len(tray),
                self._next(tray),
                told,
                self._mixing is not None,
                self._guard.slip,
                self._label_trouble(tray),
            )

    def resume(self, *, reason: str, reviewer: Reviewer) -> None:
        """Take scans again after labels and packs had slipped, and were put right.

        Raises:
            InputError: no reason is given.
            Refused: the station is not stopped, or the reviewer is who acts.
        """
        words = grounds(self._plant, reason, reviewer)
        with self._lock:
            record_resuming(self._plant, self._book, self.order, self.station.id, words, reviewer)
            self._guard.hear()

    def another_label(self) -> None:
        """Ask for one more label, in place of one that was printed and is lost or damaged.

        Raises:
            Refused: the station prints none.
        """
        if self._labels is None:
            raise Refused(say("No labels are printed at this station: take the next one that lies ready."))
        self._labels.ask_again()

    def ask_for_label(self, *, partial: bool = False) -> None:
        """Ask for the label of a full tray, such as after its printer was started again.

        It is asked for by itself when a tray becomes full and when the station is opened; one that waits is
        not asked for twice.

        Args:
            partial: also where the tray is not full, since its packs are about to be closed as a partial one.
        """
        with self._lock:
            self._ask_for_a_label(enough=1 if partial else self._room)

    @property
    def _room(self) -> int:
        return self.order.room(self.station.level)

    def _tray(self) -> tuple[Pack, ...]:
        return self._book.tray(self.station.id)

    def _require_single(self, text: str, at: float | None) -> None:
        if at is not None:
            before, self._last_read = self._last_read, Read(text, at)
            require_single_read(self._last_read, before)

    def _taken(self, text: str) -> Scanned:
        order_in(self._plant, self.order.id)
        pack = scanned_pack(self._book, text)
        self._guard.require_going()
        try:
            if pack.level == self.station.level:
                return self._fill(pack)
            return self._collect(pack)
        except ScanRefused as refusal:
            if pack.level == self.station.level - 1 and self._slipped_though_refused(pack):
                return self._refused(refusal, refusal.why, text)
            raise told_since(self._book, refusal, pack, self.order) from None

    def _fill(self, parent: Pack) -> Scanned:
        decision = rules.pack_into(
            self.order,
            parent,
            self._tray(),
            station=self.station.id,
            mixed_approved=True,  # what lies in the tray was approved when it was taken into it
        )
        return self._filled(parent, self._apply(decision))

    def _collect(self, pack: Pack) -> Scanned:
        decision, reason, reviewer = self._collected(pack)
        slip = self._guard.proven_by(pack)
        event = self._apply(decision, reason, reviewer, slip)
        self._guard.keep(slip)
        if slip is not None:
            return self._answer(Outcome.SLIP, slip.sentence, code=pack.code, event=event.number)
        tray = self._tray()
        outcome = Outcome.COLLECTED if len(tray) < self._room else Outcome.FULL
        if outcome is Outcome.FULL:
            self._ask_for_a_label()
        return self._answer(outcome, self._next(tray), code=pack.code, event=event.number)

    def _slipped_though_refused(self, pack: Pack) -> bool:
        """Tell whether a pack that was not taken proves that labels slipped; that is then on record."""
        slip = self._guard.proven_by(pack)
        if slip is not None:
            self._apply(Decision(EventKind.SLIPPED, pack.id, None, (), slip))
        self._guard.keep(slip)
        return slip is not None

    def _collected(self, pack: Pack) -> tuple[Decision, str, str]:
        """Decide to take a pack into the tray; a pack of another batch only as it was approved."""
        at, level, tray = self.station.id, self.station.level, self._tray()
        try:
            return rules.collect(self.order, pack, tray, at, level), "", ""
        except ScanRefused as refusal:
            if refusal.why is not Why.WRONG_BATCH or self._mixing is None:
                raise
        reason, reviewer = self._mixing
        decision = rules.collect(self.order, pack, tray, at, level, mixed_approved=True)
        return decision, reason, reviewer.name

    def _filled(self, parent: Pack, event: PackEvent) -> Scanned:
        self._mixing = None
        held = len(self._book.children(parent.id))
        sentence = say_count(
            "{code} is closed: it holds {n} pack. Scan the first pack of the next one.",
            "{code} is closed: it holds {n} packs. Scan the first pack of the next one.",
            n=held,
            code=parent.code,
        )
        return self._answer(
            Outcome.PACKED, sentence, code=parent.code, parent=parent.code, event=event.number
        )

    def _apply(
        self, decision: Decision, reason: str = "", reviewer: str = "", proves: Slip | None = None
    ) -> PackEvent:
        return self._book.apply(
            self.order,
            decision,
            station_id=self.station.id,
            actor=self._plant.actor,
            reviewer=reviewer,
            reason=reason,
            proves=proves,
        )

    def _next(self, tray: tuple[Pack, ...]) -> Text:
        if len(tray) >= self._room:
            return say(
                "The tray is full ({room} of {room}): now scan the code of {parent}.",
                room=self._room,
                parent=pack_word(self.station.level),
            )
        return say(
            "{lying} of {room} lie in the tray: scan the code of {pack}.",
            lying=len(tray),
            room=self._room,
            pack=pack_word(self.station.level - 1),
        )

    def _refused(self, refusal: Refused, why: Why, text: str) -> Scanned:
        sentence = refusal.text if self._guard.slip is None else self._guard.slip.sentence
        for detail in refusal.details:
            sentence = say("{first} {second}", first=sentence, second=detail)
        code = "".join(one for one in text if one.isdigit())
        return self._answer(Outcome.REFUSED, sentence, code=code if len(code) == 20 else "", why=why)

    def _answer(
        self,
        outcome: Outcome,
        sentence: Text,
        *,
        code: str = "",
        why: Why | None = None,
        parent: str = "",
        event: int | None = None,
    ) -> Scanned:
        doubled = {code} if why is Why.IN_TRAY else set()
        lying = self._tray()
        tray = picture(self.order, self.station.level, lying, doubled=doubled)
        troubled = self._label_trouble(lying)
        return Scanned(outcome, sentence, tray, code, why, parent, event, self._guard.slip, troubled)

    def _label_trouble(self, tray: tuple[Pack, ...]) -> Text | None:
        return None if self._labels is None else self._labels.trouble(full=len(tray) >= self._room)

    def _ask_for_a_label(self, enough: int | None = None) -> None:
        if self._labels is not None and len(self._tray()) >= (self._room if enough is None else enough):
            self._labels.ask()
