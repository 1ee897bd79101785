import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.devices import AS_SET, PrinterSettings, Way
from desktop.errors import DeviceError
from desktop.operations import lines, printers
from desktop.operations.plant import Plant
from desktop.products.job import CoderOrder
from desktop.texts import CHINESE, say
from printers.emulators.zebra import ZebraEmulator
from tests.ui.lines_of_sample import CODER, DEMO, ORDER, add_line, add_printer, add_station
from tests.ui.people import click, go, rest, texts, when_asked
from tests.ui.test_language import has_english
from ui.dialogs.edit_printer import EditPrinter
from ui.dialogs.edit_station import EditStation
from ui.dialogs.find_printers import FindPrinters
from ui.dialogs.new_job import NewJob
from ui.dialogs.why_not_printing import WhyNotPrinting
from ui.main_window import MainWindow
from ui.pages.lines import LinesPage
from ui.widgets.coder_fields import CoderFields
from ui.workplace import Workplace

VALUES = {"code": "89999010000000000000", "lot": "L02707", "expiry": "2026-01-31"}


@pytest.fixture
def fields(qtbot: QtBot, work: Workplace) -> CoderFields:
    made = CoderFields(work.kit)
    qtbot.addWidget(made)
    made.show_values(VALUES)
    return made


def test_what_a_coder_is_told_comes_back_as_it_was_shown(fields: CoderFields) -> None:
    fields.show_order(ORDER)
    assert fields.order() == ORDER


def test_each_text_shows_what_it_would_be_on_a_pack(fields: CoderFields) -> None:
    fields.show_order(ORDER)
    assert [line.example.text() for line in fields.lines] == [VALUES["code"], "260131", "L02707"]


def test_a_text_that_cannot_be_filled_says_so_beside_it(fields: CoderFields) -> None:
    fields.show_order(CoderOrder("PACK", (("A", "{colour}"), ("B", "{lot"))))
    first, second = (line.example.text() for line in fields.lines)
    assert "{colour}" in first
    assert "brace" in second


def test_a_field_is_inserted_where_the_cursor_stands(fields: CoderFields) -> None:
    fields.show_order(CoderOrder("PACK", (("EXP", "EXP "),)))
    (line,) = fields.lines
    line.text.setCursorPosition(4)
    menu = line.fields.menu()
    next(action for action in menu.actions() if "{lot}" in action.text()).trigger()
    assert fields.order().fields == (("EXP", "EXP {lot}"),)


def test_the_fields_of_the_chosen_job_take_over_what_was_typed_for_them(fields: CoderFields) -> None:
    fields.show_order(CoderOrder("PACK", (("CODE", "X{code}"), ("OLD", "{lot}"))))
    fields.show_known({"PACK": ("CODE", "EXP", "TEXT")})
    assert fields.order().fields == (("CODE", "X{code}"), ("EXP", "{expiry:%y%m%d}"), ("TEXT", ""))


def test_a_field_is_taken_out_again(fields: CoderFields) -> None:
    fields.show_order(ORDER)
    fields.lines[1].remove.click()
    assert fields.order().fields == (ORDER.fields[0], ORDER.fields[2])


def test_a_coder_tells_its_jobs_and_fields(
    qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant
) -> None:
    line = add_line(sample)
    station = add_station(sample, line, "Unit code", add_printer(sample, "Coder", CODER), coder=ORDER)
    dialog = EditStation(work, line.line, station, window)
    dialog.show()
    rest(qtbot, work)
    click(qtbot, dialog.coder.ask_coder)
    rest(qtbot, work)
    assert "PACKMARK" in dialog.coder.job_field.below()
    assert dict(dialog.coder.order().fields).items() >= {("CODE", "{code}")}
    click(qtbot, dialog.store)
    rest(qtbot, work)
    assert lines.list_lines(sample)[0].stations[0].station.coder is not None


def test_a_station_refused_keeps_its_dialog_open_and_says_why(
    qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant
) -> None:
    line = add_line(sample)
    queue = add_printer(sample, "Office", "queue://office")
    dialog = EditStation(work, line.line, None, window)
    dialog.show()
    rest(qtbot, work)
    dialog.name.setText("Unit label")
    dialog.printer.setCurrentIndex(dialog.printer.findData(queue.id))
    dialog.label.setCurrentIndex(1)
    click(qtbot, dialog.store)
    rest(qtbot, work)
    assert dialog.isVisible()
    assert "never says which of them were printed" in dialog.notice.sentence()
    dialog.reject()


def test_a_camera_is_tried_before_it_is_relied_on(
    qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant
) -> None:
    dialog = EditStation(work, add_line(sample).line, None, window)
    dialog.show()
    rest(qtbot, work)
    told = []
    for address in (DEMO, "tcp://127.0.0.1:1"):
        dialog.camera.setText(address)
        click(qtbot, dialog.try_camera)
        rest(qtbot, work)
        told.append(dialog.camera_field.below())
    assert told[0] == "It answers."
    assert "127.0.0.1:1" in told[1]
    dialog.reject()


def test_found_printers_are_added_with_a_name_and_shown_as_set_up(
    qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant
) -> None:
    dialog = FindPrinters(work, (), window)
    dialog.show()
    rest(qtbot, work)
    dialog.table.choose(lambda row: row.found.address == DEMO)
    assert dialog.address.text() == DEMO
    dialog.name.setText("Trial printer")
    click(qtbot, dialog.add)
    rest(qtbot, work)
    assert [row.name for row in printers.list_printers(sample)] == ["Trial printer"]
    assert [row.name for row in dialog.table.model.rows() if row.found.address == DEMO] == ["Trial printer"]
    dialog.address.setText(DEMO)
    assert not dialog.add.isEnabled()
    dialog.reject()


def test_a_way_that_cannot_be_searched_is_a_row_and_stops_no_other(
    qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant, monkeypatch: pytest.MonkeyPatch
) -> None:
    search = printers.found

    def found(plant: Plant, ways: tuple[Way, ...], seconds: float) -> object:
        if ways == (Way.USB,):
            raise DeviceError(say("{found}", found="no USB here"))
        return search(plant, ways, 0.1) if ways == (Way.BUILT_IN,) else []

    monkeypatch.setattr(printers, "found", found)
    dialog = FindPrinters(work, (), window)
    dialog.show()
    rest(qtbot, work)
    shown = [(row.found.address, str(row.found.trouble)) for row in dialog.table.model.rows()]
    assert (DEMO, "None") in shown
    assert shown[-1] == ("", "no USB here")
    assert dialog.again.isEnabled()
    dialog.reject()


def test_finding_printers_speaks_chinese(
    qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant, monkeypatch: pytest.MonkeyPatch
) -> None:
    work.language.choose(CHINESE)
    # What other programs say of a search stays in their language, so nothing is searched here.
    monkeypatch.setattr(printers, "found", lambda *_asked: [])
    dialog = FindPrinters(work, (), window)
    dialog.show()
    rest(qtbot, work)
    assert [text for text, _ in texts(dialog) if has_english(text, work)] == []
    dialog.reject()


def test_an_address_that_is_none_is_told_while_it_is_typed(
    qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant
) -> None:
    dialog = FindPrinters(work, (), window)
    dialog.show()
    rest(qtbot, work)
    dialog.address.setText("http://192.0.2.7")
    assert "is no address" in dialog.address_field.below()
    assert not dialog.add.isEnabled()
    dialog.reject()


def test_a_printer_s_settings_are_stored_and_shown_again(
    qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant
) -> None:
    item = add_printer(sample)
    dialog = EditPrinter(work, item, window)
    dialog.show()
    assert dialog.settings() == AS_SET
    dialog.offset_x.setValue(-1.25)
    dialog.darkness.setValue(21)
    click(qtbot, dialog.store)
    rest(qtbot, work)
    (stored,) = printers.list_printers(sample)
    assert stored.settings == PrinterSettings(offset_x_mm=-1.25, darkness=21)
    assert EditPrinter(work, stored, window).settings() == stored.settings


def test_a_printer_without_name_or_address_is_not_stored(
    qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant
) -> None:
    dialog = EditPrinter(work, None, window)
    dialog.show()
    click(qtbot, dialog.store)
    named = dialog.name_field.below()
    dialog.name.setText("Zebra")
    click(qtbot, dialog.store)
    assert "name" in named
    assert "address" in dialog.address_field.below()
    assert printers.list_printers(sample) == ()
    dialog.reject()


def test_a_print_queue_can_be_seen_and_not_chosen_for_a_job(
    qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant
) -> None:
    add_printer(sample, "Office", "queue://office")
    dialog = NewJob(work, window)
    dialog.show()
    rest(qtbot, work)
    assert dialog.order.isEnabled()
    line = next(
        place for place in range(dialog.printer.count()) if "queue://" in dialog.printer.itemText(place)
    )
    model = dialog.printer.model()
    enabled = Qt.ItemFlag.ItemIsEnabled
    assert not model.flags(model.index(line, 0)) & enabled
    assert model.flags(model.index(0, 0)) & enabled
    dialog.printer.setCurrentText("queue://office")
    assert not dialog.order.isEnabled()
    assert "never says which labels were printed" in dialog.printer_field.below()
    dialog.reject()


def test_a_test_page_comes_out_of_the_chosen_printer(
    qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant
) -> None:
    with ZebraEmulator() as zebra:
        add_printer(sample, address=zebra.address)
        page = go(qtbot, window, work, "lines", LinesPage)
        page.show_what(zebra.address)
        click(qtbot, page.printers.test_page)
        rest(qtbot, work)
        qtbot.waitUntil(lambda: len(zebra.physical) == 1)


def test_why_a_printer_does_not_print_is_asked_from_its_row(
    qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant
) -> None:
    add_printer(sample)
    page = go(qtbot, window, work, "lines", LinesPage)
    page.show_what(DEMO)
    opened: list[bool] = []

    def look(dialog: WhyNotPrinting) -> None:
        opened.append(True)
        dialog.reject()

    when_asked(WhyNotPrinting, look)
    click(qtbot, page.printers.why)
    assert opened == [True]
    rest(qtbot, work)
