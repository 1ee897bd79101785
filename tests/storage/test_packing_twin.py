"""Whatever is done to packs, the database holds what the rules' own book in memory holds. On SQLite."""

import shutil
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from desktop.errors import Refused
from desktop.packing.model import Decision, Order, Pack, PackEvent
from desktop.storage.packing import StoredBook
from desktop.storage.store import Store
from tests.fakes import FakeClock
from tests.packing.memory_book import STATION, MemoryBook
from tests.packing.test_any_sequence import Line as AnySequence
from tests.storage.pack_stock import Line, add_line


class Twins(MemoryBook):
    """A book in memory that asks the database to do the same, and compares."""

    def __init__(self, packs: Sequence[Pack], order: Order, stored: StoredBook) -> None:
        super().__init__(packs, order)
        self._stored = stored
        self._codes = tuple(one.code for one in packs)
        self._numbers: dict[int | None, int | None] = {None: None}

    def apply(
        self,
        order: Order,
        decision: Decision,
        *,
        station_id: int | None = STATION,
        actor: str = "operator",
        reviewer: str = "",
        reason: str = "",
        undoes: int | None = None,
    ) -> PackEvent:
        """Do what was decided in both, or in neither."""
        try:
            event = super().apply(order, decision, station_id=station_id, actor=actor, undoes=undoes)
        except Refused:
            with pytest.raises(Refused):
                self._too(order, decision, actor, undoes)
            raise
        self._numbers[event.number] = self._too(order, decision, actor, undoes).number
        assert list(self._stored.packs(self._codes)) == self.all()
        return event

    def _too(self, order: Order, decision: Decision, actor: str, undoes: int | None) -> PackEvent:
        return self._stored.apply(
            order, decision, station_id=STATION, actor=actor, undoes=self._numbers[undoes]
        )


@pytest.fixture
def printed(tmp_path: Path, new_file: Path) -> tuple[Path, Line]:
    """A store with printed labels, to be copied."""
    path = tmp_path / "printed.sqlite"
    shutil.copy(new_file, path)
    store = Store.open(f"sqlite:///{path.as_posix()}", FakeClock())
    line = add_line(store, (18, 9, 4))
    store.close()
    return path, line


def test_memory_and_database_agree_on_every_sequence(printed: tuple[Path, Line]) -> None:
    path, line = printed

    class Both(AnySequence):
        def opened(self) -> tuple[Order, MemoryBook]:
            self.folder = TemporaryDirectory()
            copy = Path(self.folder.name) / "packmark.sqlite"
            shutil.copy(path, copy)
            self.store = Store.open(f"sqlite:///{copy.as_posix()}", FakeClock())
            self.stored = StoredBook(self.store)
            packs = self.stored.packs(tuple(code for level in line.codes for code in level))
            return line.order, Twins(packs, line.order, self.stored)

        def teardown(self) -> None:
            self.stored.close()
            self.store.close()
            self.folder.cleanup()

    run_state_machine_as_test(
        Both,
        settings=settings(max_examples=10, stateful_step_count=25, deadline=None, phases=[Phase.generate]),
    )
