"""One job with its database, one emulated device, and what a script does to both.

Everything between is real: the store on disk, the journal, the runner, the drivers, the sockets. Only time
runs faster for the runner, so that what waits a second for a silent device waits a tenth.
"""

import os
import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path

import zxingcpp

from desktop.coders import Coder
from desktop.devices import Camera, Printer
from desktop.errors import PackmarkError
from desktop.jobs.coder_outlet import CoderOutlet
from desktop.jobs.label_outlet import LabelOutlet
from desktop.jobs.outlet import Outlet
from desktop.jobs.records import Records
from desktop.jobs.runner import ENDED, JobRunner
from desktop.jobs.verify import LabelVerifier
from desktop.labels.document import LabelDesign, Title
from desktop.labels.elements import CodeBlock, SymbolElement
from desktop.labels.layout import LabelPlan, plan_labels
from desktop.labels.primitives import Symbology
from desktop.ports import JobJournal
from desktop.products.code_pool import CodeState
from desktop.products.job import CoderOrder, JobState
from desktop.reading.reader import ReadSymbol
from desktop.reading.worker import read_symbols
from desktop.storage import audit, codes, settling
from desktop.storage import jobs as stored
from desktop.storage.claims import Claimed, claim
from desktop.storage.journal import open_journal
from desktop.storage.store import Store
from desktop.texts import from_json, say
from desktop.units import Resolution
from printers.camera import TcpCamera
from printers.emulators.leibinger import LeibingerEmulator
from printers.emulators.ngpcl import NgpclEmulator
from printers.emulators.wsi import WsiEmulator
from printers.emulators.zebra import ZebraEmulator
from printers.emulators.zipher import ZipherEmulator
from printers.leibinger.coder import FIELD, LeibingerCoder
from printers.markem.coder import NgpclCoder
from printers.tcp import TcpTransport
from printers.transport import Transport
from printers.videojet.wsi import WsiCoder
from printers.videojet.zipher import ZipherCoder
from printers.zebra.printer import ZebraPrinter
from tests.storage.stock import add_codes, add_job, add_product, code_values

FASTER = 10.0
ANSWER_S = 0.3
LABELS = {"zebra": 24, "zipher": 40, "leibinger": 40, "ngpcl": 8, "wsi": 8}
PATIENCE_S = 1.0
PRODUCTS_PER_S = 400.0
PRINT_MS = 2.0
JOB, CODE = "PACKMARK", "CODE"

Emulator = ZebraEmulator | ZipherEmulator | LeibingerEmulator | NgpclEmulator | WsiEmulator

_PRINTED = (CodeState.PRINTED, CodeState.VERIFIED)
_LEFT = (*_PRINTED, CodeState.SENT, CodeState.UNKNOWN, CodeState.SPOILED)


class FastClock:
    """Time that runs ten times as fast."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic() * FASTER

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds / FASTER)


class Eye:
    """Reads pictures in this process: they are ours, and a worker process a script would take too long."""

    def read(self, width: int, height: int, rows: bytes) -> list[ReadSymbol]:
        found = read_symbols(width, height, rows, zxingcpp.barcode_formats_from_str("DataMatrix"))
        return [ReadSymbol(identifier, text) for identifier, text, *_ in found]


def label_plan() -> LabelPlan:
    """Labels with a drug code, which the printer draws itself."""
    block = CodeBlock("code", 0.0, 0.0, "{code}", 0.25, 9.0, "", 2.5, "1-6-9-4", 2.5)
    return plan_labels(LabelDesign("l", Title("L", "标"), 50.0, 20.0, (block,)), Resolution(12), {})


def mark_plan() -> LabelPlan:
    """What an emulated coder's camera sees: one DataMatrix with the code."""
    symbol = SymbolElement("code", 2.0, 2.0, Symbology.DATA_MATRIX, "{code}", 0.5)
    return plan_labels(LabelDesign("m", Title("M", "标"), 40.0, 40.0, (symbol,)), Resolution(12), {})


@dataclass(frozen=True)
class Template:
    """A database with one ordered job of each family's size, to be copied for each script."""

    folder: Path

    @classmethod
    def make(cls, folder: Path) -> "Template":
        """Make the databases."""
        for family, count in LABELS.items():
            store = Store.open(f"sqlite:///{(folder / f'{family}.db').as_posix()}", FastClock())
            product_id = add_product(store)
            add_codes(store, product_id, code_values(count))
            add_job(store, product_id, count)
            store.close()
        return cls(folder)

    def copy(self, family: str, to: Path) -> str:
        """Copy one and return its address."""
        shutil.copy(self.folder / f"{family}.db", to)
        return f"sqlite:///{to.as_posix()}"


class Bench:
    """A job of one family at its emulated device; programs come and go."""

    def __init__(self, family: str, template: Template, folder: Path) -> None:
        self.family = family
        self.url = template.copy(family, folder / "job.db")
        self.opened = ExitStack()
        self.device: Emulator = self.opened.enter_context(_emulator(family))
        self.job_id = 1
        self.log: list[str] = []

    def close(self) -> None:
        """Switch the device off."""
        self.opened.close()

    @property
    def prints(self) -> int:
        """How many marks came out, half ones too."""
        return len(self.device.physical)

    def on_packs(self) -> list[str]:
        """The codes that are whole on a label or pack, in that order.

        A Leibinger printer is given a blank behind its last record, which may come out too and is none.
        """
        return [code for made in self.device.physical if made.complete and (code := _code_of(made))]

    def halves(self) -> list[str]:
        """The codes of which only a part came out."""
        return [code for made in self.device.physical if not made.complete and (code := _code_of(made))]

    def run(self, steer: Callable[[JobRunner], None] = lambda runner: None) -> JobState | None:
        """Run the job in this process until it ends; None if its device cannot be reached."""
        with ExitStack() as opened:
            store = Store.open(self.url, FastClock())
            opened.callback(store.close)
            journal = opened.enter_context(open_journal(store, self.job_id, "李雷", "device"))
            if journal.job.state in ENDED:
                return journal.job.state
            try:
                outlet, camera = self._connect(journal, opened)
            except PackmarkError as trouble:
                self.log.append(str(trouble))
                return None
            verifier = LabelVerifier(Eye()) if camera is not None else None
            runner = JobRunner(journal, outlet, camera, verifier, FastClock())
            steer(runner)
            ended = threading.Event()
            start(lambda: self._watch(runner, ended))
            try:
                state = runner.run()
            finally:
                ended.set()
            with store.read() as connection:
                reason = stored.get(connection, self.job_id).reason
        self.log.append(f"{state.value} {from_json(reason) if reason else ''}")
        return state

    def _watch(self, runner: JobRunner, ended: threading.Event) -> None:
        """Be the person who stops the job when the line has stood still for too long."""
        before = -1
        while not ended.wait(PATIENCE_S):
            if before == self.prints:
                runner.stop()
            before = self.prints

    def run_and_kill(self, dies: Callable[[], bool], limit_s: float = 3.0) -> None:
        """Run the job in a process of its own, and kill -9 it as soon as ``dies`` says so."""
        process = os.fork()
        if not process:
            try:
                self.run()
            finally:
                os._exit(0)
        until = time.monotonic() + limit_s
        while time.monotonic() < until and not dies() and not _is_over(process):
            time.sleep(0.001)
        if not _is_over(process):
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
        self.log.append("killed")

    def repair(self) -> None:
        """A person puts everything at the device right, and waits until nothing more comes out by itself."""
        faults = self.device.faults
        for field in fields(faults):
            if field.name != "changed":
                setattr(faults, field.name, field.default)
        said = self.log[-1] if self.log else ""
        if isinstance(self.device, NgpclEmulator):
            # It is stopped and started at its display only, as the job's sentences say.
            if "Stop it at its display" in said:
                self.device.press_pause()
            elif "start it at its display" in said:
                self.device.press_start()
        elif not isinstance(self.device, ZebraEmulator):
            self.device.press_start()
        self._wait_until_quiet()

    def check(self) -> None:
        """Compare the journal with what is on packs; nobody runs the job now."""
        packs = self.on_packs()
        by_state = self.states()
        good = {code for state in _PRINTED for code in by_state.get(state, ())}
        left = {code for state in _LEFT for code in by_state.get(state, ())}
        doubled = {code for code in packs if packs.count(code) > 1}
        assert not doubled, f"on two packs: {doubled}"
        flattered = good - set(packs)
        assert not flattered, f"called good without a pack: {flattered}; {self.log}; {self.device.physical}"
        given_up = set(by_state.get(CodeState.VOID, ()))
        lost = ({*packs} - left) | ({*self.halves()} - left - given_up)
        assert not lost, f"not accounted for: {lost}; {self.log}; {self.device.physical}"
        assert sum(map(len, by_state.values())) == LABELS[self.family], "the sum does not balance"

    def settle_all(self) -> None:
        """A person scans the last good label of each stop; then the journal is what is on packs."""
        packs = self.on_packs()
        with self._store() as store:
            with store.read() as connection:
                numbers = {item.value: item.ordinal or 0 for item in codes.of_job(connection, self.job_id)}
            values = {number: code for code, number in numbers.items()}
            out = {numbers[code] for code in packs}
            while True:
                with claim(store, Claimed.job(self.job_id)), store.change("qa", "settle", "job 1") as change:
                    left = settling.stretches(change.connection, self.job_id)
                    if not left:
                        break
                    whole = [n for n in range(left[0].first, left[0].last + 1) if n in out]
                    last_good = whole[-1] if whole else left[0].before
                    missing = [n for n in range(left[0].first, last_good) if n not in out]
                    # A label may be cut off by a fault that passed by itself; none is ever simply gone.
                    assert {values[n] for n in missing} <= set(self.halves()), "a label is missing in a stop"
                    codes.settle(change, self.job_id, last_good, say("Settled."), missing)
            with store.read() as connection:
                assert audit.verify(connection).sound
        by_state = self.states()
        good = {code for state in _PRINTED for code in by_state.get(state, ())}
        there = set(packs) - set(by_state.get(CodeState.SPOILED, ()))
        assert good == there, f"printed is not what is there: {good ^ there}; {self.log}"

    def states(self) -> dict[CodeState, list[str]]:
        """The codes of the job by their state."""
        by_state: dict[CodeState, list[str]] = {}
        with self._store() as store, store.read() as connection:
            for item in codes.of_job(connection, self.job_id):
                by_state.setdefault(item.state, []).append(item.value)
        return by_state

    def state(self) -> JobState:
        """The state of the job."""
        with self._store() as store, store.read() as connection:
            return stored.get(connection, self.job_id).state

    @contextmanager
    def _store(self) -> Iterator[Store]:
        store = Store.open(self.url, FastClock())
        try:
            yield store
        finally:
            store.close()

    def _connect(self, journal: JobJournal, opened: ExitStack) -> tuple[Outlet, Camera | None]:
        transport = TcpTransport.connect(self.device.host, self.device.port, 1.0)
        if self.family == "zebra":
            printer: Printer = ZebraPrinter(transport, ANSWER_S)
            opened.callback(printer.close)
            outlet = LabelOutlet(journal, printer, label_plan(), FastClock(), answer_timeout_s=5.0)
            return outlet, None
        coder = _coder(self.family, transport)
        opened.callback(coder.close)
        camera = None
        if self.family == "ngpcl":
            host, port = self.device.camera_address.removeprefix("tcp://").split(":")
            camera = TcpCamera.connect(host, int(port), 1.0)
            opened.callback(camera.close)
        field = FIELD if self.family == "leibinger" else CODE
        records = Records.build(CoderOrder(JOB, ((field, "{code}"),)), {})
        plan = None if camera is None else mark_plan()
        return CoderOutlet(journal, coder, records, plan, FastClock()), camera

    def _wait_until_quiet(self) -> None:
        before = -1
        while before != self.prints:
            before = self.prints
            time.sleep(0.03)


@contextmanager
def _emulator(family: str) -> Iterator[Emulator]:
    emulator: Emulator
    if family == "zebra":
        emulator = ZebraEmulator(print_ms=PRINT_MS)
    elif family == "zipher":
        emulator = ZipherEmulator({JOB: (CODE,)}, products_per_s=PRODUCTS_PER_S)
    elif family == "leibinger":
        emulator = LeibingerEmulator((JOB,), products_per_s=PRODUCTS_PER_S)
    elif family == "ngpcl":
        emulator = NgpclEmulator({JOB: {CODE: ""}}, products_per_s=PRODUCTS_PER_S)
    else:
        emulator = WsiEmulator({JOB: (CODE,)}, products_per_s=PRODUCTS_PER_S)
    with emulator:
        yield emulator


def _coder(family: str, transport: Transport) -> Coder:
    if family == "zipher":
        return ZipherCoder(transport, answer_timeout_s=ANSWER_S, transition_timeout_s=1.0)
    if family == "leibinger":
        return LeibingerCoder(transport, ANSWER_S, 1.0, 1.0)
    if family == "ngpcl":
        return NgpclCoder(transport, (CODE,), ANSWER_S)
    return WsiCoder(transport, (CODE,), ANSWER_S)


def _code_of(made: object) -> str:
    shown: Sequence[str] = getattr(made, "field_data", None) or tuple(getattr(made, "fields").values())  # noqa: B009
    return shown[0][-20:]


def _is_over(process: int) -> bool:
    try:
        return os.waitpid(process, os.WNOHANG)[0] != 0
    except ChildProcessError:
        return True


def start(act: Callable[[], None]) -> threading.Thread:
    """Do something beside the job."""
    thread = threading.Thread(target=act, daemon=True)
    thread.start()
    return thread
