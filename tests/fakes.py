"""Small working stand-ins for the world: a clock, a journal, a printer that can fail, a camera.

They behave like the real ones where it matters: the journal refuses illegal moves, the printer is a queue
with a memory of what it really printed, and both can be cut off at any step as if the program was killed.
"""

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from desktop.devices import Condition, Picture, PrinterIdentity, PrinterStatus
from desktop.errors import DeviceError, InputError, StorageError
from desktop.labels.document import LabelDesign, Title
from desktop.labels.layout import FilledLabel, LabelPlan, SymbolSlot, Values, plan_labels
from desktop.labels.primitives import Bars, Symbology
from desktop.ports import Tally
from desktop.products.code_pool import MOVES, CodeState
from desktop.products.job import Job, JobCode, JobState
from desktop.reading.reader import ReadSymbol
from desktop.texts import Text, say
from desktop.units import Resolution

BEGINNING = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


class Crash(BaseException):
    """The program was killed here. No handler of the program catches it."""


class Fuse:
    """Kills the program at the n-th step that something outside of it takes."""

    def __init__(self, burns_at: int | None = None) -> None:
        self.burns_at = burns_at
        self.steps = 0

    def step(self) -> None:
        self.steps += 1
        if self.steps == self.burns_at:
            raise Crash


class FakeClock:
    """Time that passes only when somebody waits."""

    def __init__(self) -> None:
        self.passed = 0.0

    def now(self) -> datetime:
        return BEGINNING + timedelta(seconds=self.passed)

    def monotonic(self) -> float:
        return self.passed

    def advance(self, seconds: float) -> None:
        self.passed += seconds

    def sleep(self, seconds: float) -> None:
        self.advance(seconds)


def job_of(count: int, *, camera: str | None = None, state: JobState = JobState.READY) -> Job:
    """A job that orders ``count`` labels."""
    return Job(1, 1, 1, 1, 1, count, "demo://zebra", camera, state, "", BEGINNING, "李雷")


def code_value(ordinal: int) -> str:
    """A 20-digit code."""
    return f"8115870{ordinal:013d}"


class MemoryJournal:
    """A journal that forgets nothing as long as the test runs, and is as strict as the real one."""

    def __init__(self, count: int, *, camera: str | None = None, fuse: Fuse | None = None) -> None:
        self._job = job_of(count, camera=camera)
        self.codes = [JobCode(100 + n, code_value(n), n) for n in range(1, count + 1)]
        self.states = {code.id: CodeState.ALLOCATED for code in self.codes}
        self.marks: dict[str, int] = {}
        self.reasons: list[Text] = []
        self.reason: Text | None = None
        self.transactions = 0
        self.fails_at: int | None = None
        self.fuse = fuse or Fuse()

    @property
    def job(self) -> Job:
        return self._job

    def values(self, *states: CodeState) -> list[str]:
        """The codes that are in one of ``states``, in the order of printing."""
        return [code.value for code in self.codes if self.states[code.id] in states]

    def _in(self, state: CodeState) -> list[JobCode]:
        return [code for code in self.codes if self.states[code.id] is state]

    def next_codes(self, count: int) -> Sequence[JobCode]:
        return self._in(CodeState.ALLOCATED)[:count]

    def in_flight(self) -> Sequence[JobCode]:
        return self._in(CodeState.SENT)

    def record(
        self,
        *,
        sent: Sequence[JobCode] = (),
        printed: Sequence[JobCode] = (),
        verified: Sequence[JobCode] = (),
        unknown: Sequence[JobCode] = (),
        spoiled: Sequence[JobCode] = (),
        taken_back: Sequence[JobCode] = (),
        reason: Text | None = None,
    ) -> None:
        self._transaction()
        states = dict(self.states)
        for codes, to in (
            (sent, CodeState.SENT),
            (printed, CodeState.PRINTED),
            (verified, CodeState.VERIFIED),
            (unknown, CodeState.UNKNOWN),
            (spoiled, CodeState.SPOILED),
            (taken_back, CodeState.ALLOCATED),
        ):
            for code in codes:
                if (states[code.id], to) not in MOVES:
                    raise StorageError(say("Code {code} cannot move.", code=code.value))
                states[code.id] = to
        if (unknown or spoiled) and reason is None:
            raise StorageError(say("A code is given up without a reason."))
        self.states = states
        if reason is not None:
            self.reasons.append(reason)
        self.fuse.step()

    def _transaction(self) -> None:
        self.fuse.step()
        self.transactions += 1
        if self.transactions == self.fails_at:
            raise StorageError(say("The disk is full."))

    def mark(self, name: str) -> int | None:
        return self.marks.get(name)

    def note(self, name: str, value: int) -> None:
        self._transaction()
        self.marks[name] = value

    def change_state(self, state: JobState, reason: Text | None = None) -> None:
        self._transaction()
        self._job = replace(self._job, state=state)
        self.reason = reason
        self.fuse.step()

    def tally(self) -> Tally:
        of_no_job = {CodeState.AVAILABLE, CodeState.RETURNED}
        return Tally(**{state.value: len(self._in(state)) for state in CodeState if state not in of_no_job})


@dataclass(frozen=True)
class CodeFiller:
    """Draws a symbol that no scanner could read but every fake can. ``refuses`` cannot be drawn."""

    refuses: str

    def fill(self, values: Values) -> tuple[Bars, ...]:
        if values["code"] == self.refuses:
            raise InputError(say("This label cannot be drawn."))
        return (Bars("code", Symbology.CODE_128, 60, 60, 3, 100, "1", values["code"]),)


def code_plan(refuses: str = "") -> LabelPlan:
    """Labels of 60 x 40 mm that carry nothing but a code."""
    empty = LabelDesign("code", Title("Code", "追溯码"), 60, 40, ())
    return replace(
        plan_labels(empty, Resolution(12), {}),
        slots=(SymbolSlot("code", Symbology.CODE_128, 60, 60, 3, 100),),
        fillers=(CodeFiller(refuses),),
    )


@dataclass
class Faults:
    """What goes wrong, by the number of the label (1 = the first that this printer ever gets)."""

    link_breaks_at_send: int | None = None
    """The connection ends in the middle of this label: it never arrives whole."""
    link_breaks_after_send: int | None = None
    """The connection ends when this label has arrived."""
    swallows: frozenset[int] = frozenset()
    """Labels that arrive and are never printed."""
    prints_twice: frozenset[int] = frozenset()
    mute: frozenset[int] = frozenset()
    """Labels that are printed and never answered for."""
    swaps: frozenset[int] = frozenset()
    """Labels that are answered for after the next one."""
    out_of_media_after: int | None = None
    power_cut_after: int | None = None


class FakePrinter:
    """A printer: a queue of labels, an odometer, and ``physical``, what really came out of it.

    It prints when it is asked for answers, as many labels as ``pace`` says for that question (all that
    wait, once ``pace`` is used up).
    """

    def __init__(
        self,
        clock: FakeClock,
        faults: Faults | None = None,
        *,
        fuse: Fuse | None = None,
        pace: Iterable[int] = (),
    ) -> None:
        self.clock = clock
        self.faults = faults or Faults()
        self.fuse = fuse or Fuse()
        self.pace = deque(pace)
        self.unique_id = "D2J201500001"
        self.physical: list[str] = []
        self.count = 5000
        self.received = 0
        self.waiting: deque[tuple[int, str]] = deque()
        self.answers: deque[str] = deque()
        self.prepared = False
        self.linked = True
        self.conditions: frozenset[Condition] = frozenset()
        self.obeys_cancel = True
        self.watchers: list[Callable[[int, str], None]] = []
        self.most_waiting = 0
        self.on_send: Callable[[], None] = lambda: None

    def reconnect(self) -> None:
        """A new program comes to the same machine: answers to the old one are lost."""
        self.linked = True
        self.answers.clear()

    def repair(self) -> None:
        """A person puts everything right."""
        self.conditions = frozenset()
        self.faults = Faults()
        self.obeys_cancel = True

    def power_cycle(self) -> None:
        """Everything that was not on paper is gone."""
        self.waiting.clear()
        self.answers.clear()
        self.prepared = False
        self.linked = False

    def print_for_others(self, count: int) -> None:
        """Another program prints on this printer."""
        for _ in range(count):
            self._put_out("somebody else's")

    def work_on(self) -> None:
        """Time passes at the machine while no program looks."""
        self.linked = False
        self._work()

    def _put_out(self, code: str) -> None:
        self.count += 1
        self.physical.append(code)
        for watcher in self.watchers:
            watcher(self.count, code)

    def _work(self) -> None:
        labels = self.pace.popleft() if self.pace else len(self.waiting)
        while labels > 0 and self.waiting and not self.conditions and self.prepared:
            labels -= 1
            number, code = self.waiting.popleft()
            if number in self.faults.swallows:
                continue
            for _ in range(2 if number in self.faults.prints_twice else 1):
                self._put_out(code)
            if number not in self.faults.mute and self.linked:
                self.answers.append(code)
            if number - 1 in self.faults.swaps and len(self.answers) > 1:
                self.answers[-1], self.answers[-2] = self.answers[-2], self.answers[-1]
            if number == self.faults.out_of_media_after:
                self.conditions = frozenset({Condition.MEDIA_OUT})
            if number == self.faults.power_cut_after:
                self.power_cycle()

    def _need_link(self) -> None:
        self.fuse.step()
        if not self.linked:
            raise DeviceError(say("The printer closed the connection."))

    def identify(self) -> PrinterIdentity:
        self._need_link()
        return PrinterIdentity("ZT411", "V92.21.32Z", self.unique_id, 12)

    def status(self) -> PrinterStatus:
        self._need_link()
        if Condition.SILENT in self.conditions:
            return PrinterStatus(self.conditions, None)
        return PrinterStatus(self.conditions or frozenset({Condition.READY}), len(self.waiting))

    def odometer(self) -> int:
        self._need_link()
        return self.count

    def prepare(self, plan: LabelPlan) -> None:
        self._need_link()
        self.prepared = True

    def send(self, label: FilledLabel, code: str) -> None:
        self._need_link()
        self.received += 1
        if self.received == self.faults.link_breaks_at_send:
            self.linked = False
            raise DeviceError(say("The printer closed the connection."))
        bars = label.slots[0]
        assert isinstance(bars, Bars)
        assert bars.data == code
        self.waiting.append((self.received, code))
        self.most_waiting = max(self.most_waiting, len(self.waiting))
        self.on_send()
        if self.received == self.faults.link_breaks_after_send:
            self.linked = False
        self.fuse.step()

    def confirmed(self, timeout_s: float) -> Sequence[str]:
        self._need_link()
        self._work()
        self.fuse.step()
        if not self.answers:
            self.clock.advance(timeout_s)
        answers = tuple(self.answers)
        self.answers.clear()
        return answers

    def cancel(self) -> None:
        self._need_link()
        if self.obeys_cancel:
            self.waiting.clear()

    def close(self) -> None:
        self.linked = False


@dataclass
class CameraFaults:
    """What goes wrong, by the number of the label that this camera sees (1 = the first)."""

    misses: frozenset[int] = frozenset()
    doubles: frozenset[int] = frozenset()
    says: dict[int, tuple[ReadSymbol, ...]] = field(default_factory=dict)
    dies_after: int | None = None


class FakeCamera:
    """Sees what comes out of a printer. Its pictures are read by ``FakeReader``."""

    def __init__(self, printer: FakePrinter, faults: CameraFaults | None = None) -> None:
        self.clock = printer.clock
        self.faults = faults or CameraFaults()
        self.pictures: deque[Picture] = deque()
        self.seen = 0
        printer.watchers.append(self._see)

    def _see(self, ordinal: int, code: str) -> None:
        self.seen += 1
        if self.seen in self.faults.misses:
            return
        symbols = self.faults.says.get(self.seen, (ReadSymbol("]C0", code),))
        for _ in range(2 if self.seen in self.faults.doubles else 1):
            self.pictures.append(picture_of(ordinal, *symbols))

    def next_picture(self, timeout_s: float) -> Picture | None:
        if self.faults.dies_after is not None and self.seen >= self.faults.dies_after:
            raise DeviceError(say("The camera closed the connection."))
        if not self.pictures:
            self.clock.advance(timeout_s)
            return None
        return self.pictures.popleft()

    def close(self) -> None:
        self.pictures.clear()


def picture_of(ordinal: int, *symbols: ReadSymbol) -> Picture:
    """A picture that ``FakeReader`` understands: symbols in plain text instead of dots."""
    rows = "\n".join(f"{symbol.symbology_identifier}{symbol.text}" for symbol in symbols).encode()
    return Picture(ordinal, max(1, len(rows)) * 8, 1, rows or b"\0")


class FakeReader:
    """Reads the pictures of ``FakeCamera``. ``dies_at``: the n-th picture ends the reading process."""

    def __init__(self, dies_at: int | None = None) -> None:
        self.dies_at = dies_at
        self.read_pictures = 0

    def read(self, width: int, height: int, rows: bytes) -> tuple[ReadSymbol, ...]:
        self.read_pictures += 1
        if self.read_pictures == self.dies_at:
            raise DeviceError(say("The reading process ended."))
        text = rows.strip(b"\0").decode()
        return tuple(ReadSymbol(line[:3], line[3:]) for line in text.split("\n") if line)
