"""The check sheet says what the check-up expects, read by a reader that did not draw it."""

from pathlib import Path

import numpy as np
import pytest
import zxingcpp
from PIL import Image

from desktop.errors import Refused
from desktop.labels.image import rows_of
from desktop.operations.wedge_sheet import on_paper, on_screen, title_of, write_sheet
from desktop.packing.wedge import SHEET, SheetSymbol
from desktop.texts import CHINESE, ENGLISH
from tests.refusals import refusal_of


@pytest.mark.parametrize("symbol", SHEET, ids=[symbol.name for symbol in SHEET])
def test_a_symbol_on_the_screen_reads_as_the_check_up_expects(symbol: SheetSymbol) -> None:
    shown = on_screen(symbol)
    size = (shown.width_dots, shown.height_dots)
    picture = Image.frombytes("1", size, rows_of(shown.primitives, *size), "raw", "1;I").convert("L")
    larger = picture.resize((size[0] * 4, size[1] * 4), Image.Resampling.NEAREST)
    (found,) = zxingcpp.read_barcodes(np.asarray(larger))
    assert found.bytes.decode() == symbol.data


@pytest.mark.parametrize("symbol", SHEET, ids=[symbol.name for symbol in SHEET])
def test_a_symbol_on_the_screen_breaks_no_rule_that_forbids_printing(symbol: SheetSymbol) -> None:
    assert [finding for finding in on_screen(symbol).findings if finding.severity == "error"] == []


def test_the_sheet_is_one_page_in_either_language() -> None:
    for language in (ENGLISH, CHINESE):
        assert on_paper(language).count(b"/Type /Page\n") + on_paper(language).count(b"/Type /Page ") == 1


def test_each_symbol_has_a_title_of_its_own() -> None:
    assert len({title_of(symbol) for symbol in SHEET}) == len(SHEET)


def test_a_sheet_never_replaces_a_file(tmp_path: Path) -> None:
    path = tmp_path / "sheet.pdf"
    write_sheet(path, ENGLISH)
    before = path.read_bytes()
    assert before.startswith(b"%PDF")
    refusal_of(lambda: write_sheet(path, CHINESE), Refused)
    assert path.read_bytes() == before
