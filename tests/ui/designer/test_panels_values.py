"""Values, element strings, fonts, old labels and revisions: by what a person does there."""

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy
import pytest
import zxingcpp
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.labels import edits
from desktop.labels.elements import CodeBlock, PictureElement
from desktop.labels.font_digest import with_font_recorded
from desktop.labels.primitives import Symbology
from desktop.operations import designs, product_versions
from desktop.operations.batches import list_batches
from desktop.operations.plant import Plant
from desktop.products.details import Details
from desktop.texts import say
from tests.ui.designer.panel_people import (
    DESIGN,
    click_at,
    element,
    press,
    session_of,
    shown,
    steps,
    type_over,
)
from tests.ui.people import rest
from ui.designer.panels.fonts import FontPanel, FoundFont, font_state
from ui.designer.panels.records import BATCH, FILE, SAMPLE, DataPanel
from ui.designer.session import DesignSession
from ui.dialogs.compare_revisions import CompareRevisions, Version, versions
from ui.dialogs.element_string import ElementStringDialog
from ui.dialogs.trace_old_label import TraceOldLabel
from ui.wording import Mark
from ui.workplace import Workplace


@pytest.fixture
def host(qtbot: QtBot) -> Iterator[QWidget]:
    """The window to which dialogs belong."""
    made = QWidget()
    qtbot.addWidget(made)
    yield made
    made.hide()


DATA = "(01){gtin}(17){expiry:%y%m%d}(10){lot}(21){serial}"


@pytest.fixture
def session(qapp: QApplication) -> DesignSession:
    return session_of()


@pytest.fixture
def values(qtbot: QtBot, work: Workplace, session: DesignSession) -> DataPanel:
    panel = DataPanel(work, session)
    shown(qtbot, panel)
    QApplication.processEvents()
    return panel


def table(folder: Path, *lines: str) -> Path:
    path = folder / "records.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_only_the_fields_that_the_design_uses_are_asked_for(values: DataPanel) -> None:
    assert set(values.rows) == {"code", "gtin", "lot", "expiry", "serial", "product"}


def test_a_sample_value_is_part_of_the_design_and_one_step(qtbot: QtBot, values: DataPanel) -> None:
    type_over(qtbot, values.rows["lot"].editor.field, "A1")
    assert dict(values.session.design.sample)["lot"] == "A1"
    assert values.session.values["lot"] == "A1"
    assert steps(values.session)[1:] == ["Sample value of Lot"]


def test_a_value_that_is_none_of_its_field_is_told_below_it(qtbot: QtBot, values: DataPanel) -> None:
    type_over(qtbot, values.rows["gtin"].editor.field, "06932833600108")
    values.follow()
    assert values.rows["gtin"].told().startswith("GTIN: ")


def test_records_of_a_table_fill_the_label_one_by_one(
    qtbot: QtBot, work: Workplace, values: DataPanel, tmp_path: Path
) -> None:
    values.choose(FILE)
    values.load(table(tmp_path, "lot,serial", "A1,S1", "B2,S2", "C3,S3"))
    rest(qtbot, work)
    assert values.session.values["lot"] == "A1"
    assert values.scrubber.place.text() == "Record 1 of 3, line 2 of the file"
    press(values.scrubber.after)
    assert (values.session.values["lot"], values.session.values["serial"]) == ("B2", "S2")
    assert values.session.values["product"] == "蒙脱石散"
    press(values.scrubber.after)
    assert not values.scrubber.after.isEnabled()
    values.follow()
    assert values.rows["lot"].editor.field.isReadOnly()


def test_what_is_wrong_in_a_table_is_told_with_its_line(
    qtbot: QtBot, work: Workplace, values: DataPanel, tmp_path: Path
) -> None:
    values.choose(FILE)
    values.load(table(tmp_path, "lot,expiry", "A1,tomorrow"))
    rest(qtbot, work)
    assert "1 value is wrong." in values.notice.sentence()


def test_a_table_without_a_field_is_refused(
    qtbot: QtBot, work: Workplace, values: DataPanel, tmp_path: Path
) -> None:
    values.choose(FILE)
    values.load(table(tmp_path, "colour", "red"))
    rest(qtbot, work)
    assert "no heading of the first line is the name of a field" in values.notice.sentence()


def test_the_worst_of_a_table_is_put_together_from_its_longest_values(
    qtbot: QtBot, work: Workplace, values: DataPanel, tmp_path: Path
) -> None:
    values.choose(FILE)
    values.load(table(tmp_path, "lot,serial", "A1,SERIAL000001", "LOT000002,S2"))
    rest(qtbot, work)
    press(values.worst)
    assert (values.session.values["lot"], values.session.values["serial"]) == (
        "LOT000002",
        "SERIAL000001",
    )
    press(values.worst)
    assert values.session.values["lot"] == "A1"


def test_the_worst_that_a_job_can_bring_is_shown(values: DataPanel) -> None:
    press(values.worst)
    assert len(values.session.values["serial"]) == 20
    assert values.session.values["lot"] == "L02707"
    values.choose(SAMPLE)
    press(values.worst)
    assert values.session.values == values.session.design.sample_values


def test_a_batch_of_the_plant_fills_the_label(
    qtbot: QtBot, sample: Plant, work: Workplace, session: DesignSession
) -> None:
    del sample
    panel = DataPanel(work, session)
    shown(qtbot, panel)
    panel.choose(BATCH)
    rest(qtbot, work)
    assert panel.batch.count() > 0
    assert session.values["lot"] != "L02707"
    assert session.values["code"] != dict(DESIGN.sample)["code"]


def test_the_label_of_a_device_is_held_against_its_udid_record(
    qtbot: QtBot, sample: Plant, work: Workplace, session: DesignSession
) -> None:
    product = list_batches(sample)[0].product_id
    flags = {"schemes": "udi", "udi_lot": "yes", "udi_serial": "yes", "udi_made": "yes", "udi_expiry": "yes"}
    master = product_versions.versions(sample, product)[0].version.master
    product_versions.save_product(sample, product, replace(master, details=Details.build(flags)))
    panel = DataPanel(work, session)
    shown(qtbot, panel)
    panel.choose(BATCH)
    rest(qtbot, work)
    (finding,) = [one for one in session.preview.findings if one.rule == "udid-production-data"]
    assert str(finding.message).startswith("The production date (11) is missing on the label")
    panel.choose(SAMPLE)
    assert "udid-production-data" not in [one.rule for one in session.preview.findings]


def test_a_plant_without_batches_says_so(qtbot: QtBot, work: Workplace, values: DataPanel) -> None:
    values.choose(BATCH)
    rest(qtbot, work)
    assert values.notice.sentence() == "There are no batches yet."


def test_a_design_gets_a_field_of_its_own_and_loses_it_again(qtbot: QtBot, values: DataPanel) -> None:
    own = values.own_fields
    type_over(qtbot, own.name, "shelf")
    QTest.keyClick(own.name, Qt.Key.Key_Return)
    assert [field.name for field in values.session.design.own_fields] == ["shelf"]
    type_over(qtbot, own.name, "lot")
    QTest.keyClick(own.name, Qt.Key.Key_Return)
    assert own.told.text() != ""
    assert len(values.session.design.own_fields) == 1


def builder(
    qtbot: QtBot, work: Workplace, session: DesignSession, host: QWidget, data: str = DATA
) -> ElementStringDialog:
    dialog = ElementStringDialog(work, session, Symbology.GS1_DATA_MATRIX, data, host)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    QApplication.processEvents()
    return dialog


def test_an_element_string_is_taken_apart_into_rows(
    qtbot: QtBot, work: Workplace, session: DesignSession, host: QWidget
) -> None:
    dialog = builder(qtbot, work, session, host)
    assert [one.ai for one in dialog.rows] == ["01", "17", "10", "21"]
    assert dialog.data() == DATA
    assert dialog.rows[1].told.text() == "Reads: 300131"
    assert dialog.says.text().splitlines() == [
        "(01)06932833600109(17)300131(10)L02707(21)81250531278265838370",
        "01069328336001091730013110L02707<GS>2181250531278265838370",
    ]


def test_the_symbol_that_the_longest_values_need_is_told(
    qtbot: QtBot, work: Workplace, session: DesignSession, host: QWidget
) -> None:
    assert "needs a symbol of" in builder(qtbot, work, session, host).needs.text()


def test_an_element_is_added_by_a_part_of_its_title(
    qtbot: QtBot, work: Workplace, session: DesignSession, host: QWidget
) -> None:
    dialog = builder(qtbot, work, session, host)
    type_over(qtbot, dialog.choice.lineEdit(), "prod date")  # type: ignore[arg-type]
    completer = dialog.choice.completer()
    assert completer is not None
    assert completer.currentCompletion().startswith("(11)")
    dialog.choice.setCurrentText("(11) PROD DATE")
    press(dialog.add)
    assert dialog.rows[-1].ai == "11"
    assert dialog.rows[-1].value.text() == "{made:%y%m%d}"


def test_a_value_that_its_identifier_does_not_take_is_told_below_it(
    qtbot: QtBot, work: Workplace, session: DesignSession, host: QWidget
) -> None:
    dialog = builder(qtbot, work, session, host)
    type_over(qtbot, dialog.rows[0].value, "{{lot}}")
    assert dialog.rows[0].told.property("role") == "field-error"
    assert not dialog.take.isEnabled()
    type_over(qtbot, dialog.rows[0].value, "06932833600109")
    assert dialog.take.isEnabled()


def test_elements_change_places_and_are_taken_out(
    qtbot: QtBot, work: Workplace, session: DesignSession, host: QWidget
) -> None:
    dialog = builder(qtbot, work, session, host)
    press(dialog.rows[3].up)
    assert [one.ai for one in dialog.rows] == ["01", "17", "21", "10"]
    press(dialog.rows[0].out)
    assert dialog.data() == "(17){expiry:%y%m%d}(21){serial}(10){lot}"


def test_an_element_string_needs_an_element(
    qtbot: QtBot, work: Workplace, session: DesignSession, host: QWidget
) -> None:
    dialog = builder(qtbot, work, session, host, "no element string")
    assert dialog.rows == []
    assert dialog.needs.text() == "An element string needs at least one element."
    assert not dialog.take.isEnabled()


FONTS = (FoundFont("WenQuanYi Micro Hei", "wqy-microhei.ttc", "ab" * 32),)


@pytest.mark.parametrize(
    ("family", "digest", "mark"),
    [
        ("", "", Mark.IDLE),
        ("WenQuanYi Micro Hei", "", Mark.IDLE),
        ("WenQuanYi Micro Hei", "ab" * 32, Mark.DONE),
        ("WenQuanYi Micro Hei", "cd" * 32, Mark.ATTENTION),
        ("PingFang SC", "ab" * 32, Mark.STOPPED),
    ],
)
def test_a_missing_or_changed_font_is_told(family: str, digest: str, mark: Mark) -> None:
    assert font_state(family, digest, FONTS)[0] is mark


def test_a_font_of_this_computer_is_used_and_its_edition_recorded(
    qtbot: QtBot, work: Workplace, session: DesignSession
) -> None:
    panel = FontPanel(work, session)
    shown(qtbot, panel)
    rest(qtbot, work)
    press(panel.use)
    panel.follow()
    press(panel.record)
    recorded = with_font_recorded(DESIGN)
    assert session.design.font_family == recorded.font_family
    assert session.design.font_digest == recorded.font_digest


@pytest.fixture(scope="module")
def scan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A label of 100 x 50 mm at 300 dpi with a drug code on it."""
    code = zxingcpp.create_barcode("81234561234567891234", zxingcpp.BarcodeFormat.Code128)
    bars = Image.fromarray(numpy.asarray(code.to_image(scale=3))).convert("L")
    sheet = Image.new("L", (1181, 591), 255)
    sheet.paste(bars.resize((bars.width, 120), Image.Resampling.NEAREST), (200, 200))
    written = io.BytesIO()
    sheet.save(written, "PNG", dpi=(300, 300))
    path = tmp_path_factory.mktemp("scan") / "old.png"
    path.write_bytes(written.getvalue())
    return path


def tracing(
    qtbot: QtBot, work: Workplace, session: DesignSession, host: QWidget, path: Path
) -> TraceOldLabel:
    dialog = TraceOldLabel(work, session, host, path)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    rest(qtbot, work)
    return dialog


def test_an_old_label_is_laid_under_the_design_with_its_code(
    qtbot: QtBot, work: Workplace, session: DesignSession, scan: Path, host: QWidget
) -> None:
    dialog = tracing(qtbot, work, session, host, scan)
    assert dialog.codes_told.text() == "1 code was found."
    assert float(dialog.width_mm.text()) == pytest.approx(100.0, abs=0.1)
    press(dialog.take)
    assert element(session, PictureElement, "old label picture").width_mm == pytest.approx(100.0, abs=0.1)
    block = element(session, CodeBlock, "code 1")
    assert block.module_mm == pytest.approx(0.254, abs=0.02)
    assert not session.may_change("old label picture")
    assert steps(session)[1:] == ["Old label to trace"]


def test_a_code_that_is_not_wanted_is_left_out(
    qtbot: QtBot, work: Workplace, session: DesignSession, scan: Path, host: QWidget
) -> None:
    dialog = tracing(qtbot, work, session, host, scan)
    dialog.codes.item(0).setCheckState(Qt.CheckState.Unchecked)
    press(dialog.take)
    assert "code 1" not in [one.name for one in session.design.elements]


def test_two_clicks_and_a_distance_set_the_scale(
    qtbot: QtBot, work: Workplace, session: DesignSession, scan: Path, host: QWidget
) -> None:
    dialog = tracing(qtbot, work, session, host, scan)
    room, view = dialog.view.room(), dialog.view
    left, right = room.x() + room.width() / 4, room.x() + room.width() * 3 / 4
    middle = room.center().y() / view.height()
    click_at(view, left / view.width(), middle)
    click_at(view, right / view.width(), middle)
    type_over(qtbot, dialog.distance, "40")
    assert float(dialog.width_mm.text()) == pytest.approx(80.0, abs=0.5)


def test_what_is_no_picture_is_told_in_the_dialog(
    qtbot: QtBot, work: Workplace, session: DesignSession, tmp_path: Path, host: QWidget
) -> None:
    path = tmp_path / "notes.png"
    path.write_text("no picture")
    dialog = tracing(qtbot, work, session, host, path)
    assert dialog.notice.sentence() == "notes.png is no picture in PNG, JPEG or TIFF."
    assert not dialog.take.isEnabled()


def comparing(qtbot: QtBot, work: Workplace, host: QWidget, *found: Version) -> CompareRevisions:
    dialog = CompareRevisions(work, found, host)
    dialog.show()
    rest(qtbot, work)
    return dialog


def test_two_revisions_are_compared_in_words_and_dots(qtbot: QtBot, work: Workplace, host: QWidget) -> None:
    moved = edits.moved(DESIGN, ["lot"], 3.0, 0.0)
    dialog = comparing(qtbot, work, host, Version(say("Newer"), moved), Version(say("Older"), DESIGN))
    assert dialog.told.text() == "1 difference"
    assert "lot" in dialog.words.item(0).text()
    assert not dialog.picture.image().isNull()
    dialog.older.setCurrentIndex(0)
    dialog.older.activated.emit(0)
    rest(qtbot, work)
    assert dialog.told.text() == "Nothing differs."


def test_a_draft_is_compared_with_its_frozen_revisions(plant: Plant) -> None:
    draft, _ = designs.new_draft(plant, DESIGN)
    designs.freeze(plant, draft.id, "first")
    found = versions(plant, draft.name, replace(DESIGN, width_mm=90.0))
    assert [version.design.width_mm for version in found] == [90.0, 80.0]
    assert str(found[1].title).startswith("Revision 1, ")
