"""The emulator's reading of ZPL against an independent renderer, so that it is no mirror of our writing."""

import base64
import binascii
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.symbols.code128 import FNC1, decode
from printers.emulators.zpl_graphics import ZplError, code_128_modules, read_graphic
from printers.emulators.zpl_interpreter import FormatReader, Memory
from printers.emulators.zpl_stream import ItemKind, ZplStream
from tests.printers.plans import Dots, dots_by_zplkit, dots_of_rows, plan

COMMANDS = tuple(FormatReader._commands)
PLAN = plan(width=400, height=200)


def drawn(body: str) -> Dots:
    complaints: list[str] = []
    recipe = FormatReader(Memory(400, 200), complaints.append).read(body)
    assert recipe is not None
    assert complaints == []
    return dots_of_rows(recipe.draw().to_bytes(), 400, 200)


def by_renderer(body: str) -> Dots:
    return dots_by_zplkit(f"^XA{body}^XZ".encode(), "zd621", PLAN)[0]


fields = st.one_of(
    st.builds(
        "^FO{},{}^GB{},{},{}^FS".format,
        st.integers(0, 390),
        st.integers(0, 190),
        st.integers(1, 450),
        st.integers(1, 250),
        st.integers(1, 60),
    ),
    st.builds(
        "^FO{},{}^BY{}^BCN,{},N,N,N,N^FD>;{}^FS".format,
        st.integers(0, 390),
        st.integers(0, 190),
        st.integers(1, 10),
        st.integers(1, 250),
        st.from_regex(r"(?:[0-9]{2}){1,6}", fullmatch=True),
    ),
    st.builds(
        lambda x, y, rows: f"^FO{x},{y}^GFA,{2 * len(rows)},{2 * len(rows)},2,{''.join(rows)}^FS",
        st.integers(0, 399),
        st.integers(0, 199),
        st.lists(st.from_regex(r"[0-9A-F]{4}", fullmatch=True), min_size=1, max_size=9),
    ),
)


@settings(max_examples=150)
@given(st.lists(fields, min_size=1, max_size=5).map("".join))
def test_boxes_symbols_and_graphics_come_out_as_an_independent_renderer_draws_them(body: str) -> None:
    assert np.array_equal(drawn(body), by_renderer(body))


@pytest.mark.parametrize(
    "data",
    [
        "FF00AA0180C3F00F12345678",
        "FF00\r\nAA0180C3\nF00F12345678",
        "JF,0!A5A5:H0HF",
        "gFJA",
        "F,:,!:8!",
    ],
)
def test_abbreviated_hexadecimal_graphics_are_read_as_the_renderer_reads_them(data: str) -> None:
    body = f"^FO10,10^GFA,12,12,2,{data}^FS"
    assert np.array_equal(drawn(body), by_renderer(body))


@given(st.binary(min_size=1, max_size=60))
def test_packed_graphics_are_read_and_damaged_ones_refused(data: bytes) -> None:
    text = base64.b64encode(zlib.compress(data))
    crc = binascii.crc_hqx(text, 0)
    graphic = read_graphic(len(data), 1, f":Z64:{text.decode()}:{crc:04X}")
    assert bytes(graphic.rows) == data
    with pytest.raises(ZplError, match="CRC"):
        read_graphic(len(data), 1, f":Z64:{text.decode()}:{crc ^ 1:04X}")


@pytest.mark.parametrize("data", [":Z64:!!:0000", ":Z64:", ":Q64:QUJD:3994", ":Z64:QUJD:3994", ":B64:Ä:0"])
def test_graphics_that_are_none_are_refused(data: str) -> None:
    with pytest.raises(ZplError):
        read_graphic(4, 1, data)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (">;0123", "0123"),
        (">:AB>0>=><1", "AB>~^1"),
        (">;>80123>6A>51234", FNC1 + "0123A1234"),
        ("plain", "plain"),
        (">93334", "AB"),
    ],
)
def test_field_data_of_a_symbol_mean_what_they_say(data: str, text: str) -> None:
    assert decode(code_128_modules(data))[1] == text


@pytest.mark.parametrize("data", [">;123", ">;12A4", ">:a>x", ">:é", ">;１２"])
def test_field_data_that_a_printer_would_drop_are_refused(data: str) -> None:
    with pytest.raises(ZplError):
        code_128_modules(data)


@given(st.binary(max_size=300), st.data())
def test_the_stream_is_cut_the_same_however_it_arrives(stream: bytes, data: st.DataObject) -> None:
    stream = stream + b'^XA^FO1,1^XZ~HS! U1 getvar "a.b"\r\n'
    cuts = data.draw(st.lists(st.integers(0, len(stream)), max_size=5).map(sorted))
    reader, whole = ZplStream(), ZplStream()
    pieces = [
        item
        for a, b in zip([0, *cuts], [*cuts, len(stream)], strict=True)
        for item in reader.feed(stream[a:b])
    ]
    wanted = {ItemKind.FORMAT, ItemKind.COMMAND, ItemKind.QUESTION}
    assert [i for i in pieces if i.kind in wanted] == [i for i in whole.feed(stream) if i.kind in wanted]


@given(st.text(max_size=200))
def test_no_format_makes_the_reader_crash(text: str) -> None:
    complaints: list[str] = []
    recipe = FormatReader(Memory(400, 200), complaints.append).read(text)
    if recipe is not None:
        recipe.draw()


@given(
    st.lists(
        st.builds(
            "^{}{}".format,
            st.sampled_from(COMMANDS),
            st.text("0123456789,:;>NAR._", max_size=12),
        ),
        max_size=30,
    ).map("".join)
)
def test_no_mixture_of_commands_makes_the_reader_or_the_drawing_crash(text: str) -> None:
    complaints: list[str] = []
    recipe = FormatReader(Memory(400, 200), complaints.append).read(text)
    if recipe is not None:
        recipe.draw()
