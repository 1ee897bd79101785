"""Reading symbols from pictures, and living on when the reading process does not."""

import struct
import sys
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from desktop.errors import DeviceError, InputError
from desktop.reading.reader import ReadSymbol, SymbolReader
from tests.reading.drawing import CODE, blank, draw_code, label, packed


@pytest.fixture(scope="module")
def reader() -> Iterator[SymbolReader]:
    with SymbolReader() as reader:
        yield reader


class FaultyReader(SymbolReader):
    """Starts a program of the test instead of the reading process."""

    def __init__(self, program: str, *, limit_s: float = 5.0) -> None:
        super().__init__(limit_s=limit_s)
        self.program = textwrap.dedent(program)
        self.healthy = False

    def command(self) -> Sequence[str]:
        return super().command() if self.healthy else (sys.executable, "-c", self.program)


GREETING = "import sys, time; sys.stdout.buffer.write(b'\\0\\0\\0\\2[]'); sys.stdout.flush();"


def test_a_drug_code_is_read_from_the_dots_of_its_label(reader: SymbolReader) -> None:
    assert reader.read(*packed(label())) == (ReadSymbol("]C0", CODE),)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text("0123456789", min_size=20, max_size=20), st.integers(560, 620), st.integers(200, 380))
def test_every_code_is_read_on_labels_of_every_size(
    reader: SymbolReader, code: str, width: int, height: int
) -> None:
    assert reader.read(*packed(label(code, width=width, height=height))) == (ReadSymbol("]C0", code),)


@pytest.mark.parametrize("turn", [Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180])
def test_a_label_may_lie_on_its_side_or_its_head(reader: SymbolReader, turn: Image.Transpose) -> None:
    assert reader.read(*packed(label().transpose(turn))) == (ReadSymbol("]C0", CODE),)


def test_all_symbols_of_a_label_are_read(reader: SymbolReader) -> None:
    picture = label()
    draw_code(picture, "01234567", 60, 220)
    assert {symbol.text for symbol in reader.read(*packed(picture))} == {CODE, "01234567"}


def test_nothing_is_read_from_an_empty_label(reader: SymbolReader) -> None:
    assert reader.read(*packed(blank(600, 360))) == ()


def test_white_bars_on_black_are_not_read(reader: SymbolReader) -> None:
    width, height, rows = packed(label())
    assert reader.read(width, height, bytes(byte ^ 0xFF for byte in rows)) == ()


@pytest.mark.parametrize(
    ("width", "height", "size"),
    [(0, 10, 0), (10, 0, 0), (-8, 10, 10), (600, 360, 26_999), (600, 360, 27_001), (40_000, 1, 5_000)],
)
def test_a_picture_that_is_none_is_refused_before_it_is_sent(
    reader: SymbolReader, width: int, height: int, size: int
) -> None:
    with pytest.raises(InputError, match=f"{width} x {height} dots in {size} bytes"):
        reader.read(width, height, bytes(size))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(1, 300), st.integers(1, 60), st.integers(0, 2**32))
def test_noise_neither_ends_the_process_nor_reads_as_a_drug_code(
    reader: SymbolReader, width: int, height: int, seed: int
) -> None:
    rows = Random(seed).randbytes((width + 7) // 8 * height)
    assert all(len(symbol.text) != 20 for symbol in reader.read(width, height, rows))


def test_a_killed_process_costs_one_reading_and_is_replaced() -> None:
    with FaultyReader(f"{GREETING} sys.stdin.buffer.read(100); sys.exit('out of memory')") as reader:
        with pytest.raises(DeviceError, match=r"ended while it read a picture \(out of memory\)"):
            reader.read(*packed(label()))
        reader.healthy = True
        assert reader.read(*packed(label())) == (ReadSymbol("]C0", CODE),)


def test_a_hanging_process_is_killed_at_the_time_limit_and_replaced() -> None:
    with FaultyReader(f"{GREETING} time.sleep(600)", limit_s=0.2) as reader:
        with pytest.raises(DeviceError, match=r"more than 0\.2 s"):
            reader.read(*packed(label()))
        reader.healthy = True
        reader._limit_s = 5.0
        assert reader.read(*packed(label())) == (ReadSymbol("]C0", CODE),)


def test_a_process_that_does_not_even_take_the_picture_is_killed_too() -> None:
    with (
        FaultyReader(f"{GREETING} time.sleep(600)", limit_s=0.2) as reader,
        pytest.raises(DeviceError, match="more than"),
    ):
        reader.read(*packed(blank(8000, 8000)))


@pytest.mark.parametrize(
    "reply",
    [
        b"{}",
        b"[[1, 2]]",
        b'[["]C0"]]',
        b'[["]C0", null]]',
        b"[" * 100_000,
        b"not json",
        b"\xff\xfe",
    ],
)
def test_a_reply_that_is_none_is_a_fault_of_the_process(reply: bytes) -> None:
    content = struct.pack(">I", len(reply)) + reply
    program = f"{GREETING} sys.stdout.buffer.write({content!r}); sys.stdout.flush(); time.sleep(600)"
    if len(reply) > 1000:
        program = (
            f"{GREETING} sys.stdout.buffer.write({content[:4]!r} + b'[' * {len(reply)});"
            "sys.stdout.flush(); time.sleep(600)"
        )
    with FaultyReader(program) as reader, pytest.raises(DeviceError, match="ended while it read"):
        reader.read(*packed(blank(8, 8)))


def test_a_reply_that_claims_to_be_endless_is_not_waited_for() -> None:
    program = f"{GREETING} sys.stdout.buffer.write(b'\\xff' * 4); sys.stdout.flush(); time.sleep(600)"
    with FaultyReader(program) as reader, pytest.raises(DeviceError, match="reply of 4294967295 bytes"):
        reader.read(*packed(blank(8, 8)))


def test_a_program_that_cannot_start_says_why() -> None:
    with (
        FaultyReader("import a_decoder_that_is_missing") as reader,
        pytest.raises(DeviceError, match="No module named 'a_decoder_that_is_missing'"),
    ):
        reader.read(*packed(blank(8, 8)))


def test_the_process_ends_with_its_reader() -> None:
    with SymbolReader() as reader:
        reader.read(*packed(blank(8, 8)))
        assert reader._worker is not None
        process = reader._worker._process
    assert process.poll() == 0


def test_a_reader_starts_from_any_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "numpy.py").write_text("raise SystemExit('the wrong numpy')")
    monkeypatch.chdir(tmp_path)
    with SymbolReader() as reader:
        assert reader.read(*packed(label())) == (ReadSymbol("]C0", CODE),)


def test_a_reader_outside_its_block_is_a_mistake() -> None:
    with pytest.raises(RuntimeError, match="with block"):
        SymbolReader().read(8, 1, b"\0")
