import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

import resources
from desktop.app import open_plant
from desktop.operations import codes, pool
from desktop.operations.plant import Plant
from desktop.products.code_pool import MOVES, CodeState
from desktop.texts import ENGLISH
from tests.ui.people import PATIENCE_MS, choose_files, click, go, order, rest, texts, when_asked
from ui.dialogs.check_proof import CheckProof
from ui.dialogs.import_codes import ImportCodes
from ui.dialogs.plan_codes import PlanCodes
from ui.dialogs.prove_uniqueness import ProveUniqueness
from ui.dialogs.return_codes import ReturnCodes
from ui.dialogs.set_threshold import SetThreshold
from ui.main_window import MainWindow
from ui.pages.codes import CodesPage
from ui.pages.products import ProductsPage
from ui.pages.trace import TracePage
from ui.widgets.pool_bar import shares
from ui.widgets.state_picture import StatePicture
from ui.workplace import Workplace


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow, work: Workplace) -> CodesPage:
    return go(qtbot, window, work, "codes", CodesPage)


@pytest.fixture
def more(tmp_path: Path) -> Path:
    """A text file with 500 further codes of the unit."""
    lines = resources.read_text("sample_plant/codes_level1.txt").splitlines()[1:501]
    path = tmp_path / "more.txt"
    path.write_text("\n".join(f"{line[:8]}7{line[9:20]}" for line in lines) + "\n", encoding="utf-8")
    return path


def _codes(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").split()


def _search(qtbot: QtBot, work: Workplace, page: CodesPage, text: str) -> None:
    page.field.setText(text)
    QTest.keyClick(page.field, Qt.Key.Key_Return)
    rest(qtbot, work)
    rest(qtbot, work)


def test_an_empty_plant_is_led_to_its_products(
    qtbot: QtBot, window: MainWindow, work: Workplace, page: CodesPage
) -> None:
    (button,) = (found for found in _buttons(page) if found.text() == "Go to products")
    click(qtbot, button)
    assert isinstance(window.page, ProductsPage)


def _buttons(page: CodesPage) -> Iterator[QAbstractButton]:

    return (found for found in page.findChildren(QAbstractButton) if found.isVisible())


def test_each_level_is_a_bar_with_its_numbers(
    qtbot: QtBot, work: Workplace, sample: Plant, page: CodesPage
) -> None:
    rest(qtbot, work)
    shown = [text for text, _ in texts(page)]
    assert len(page.pool.bars) == 3
    assert {"10\xa0000 available", "1\xa0000 available", "100 available"} <= set(shown)
    assert "8999901" in shown


def test_the_shares_of_a_bar_are_all_codes(sample: Plant) -> None:
    for level in codes.pool_levels(sample):
        assert sum(share.count for share in shares(level.counts)) == level.counts.issued


def test_a_level_below_its_alarm_says_order_now(
    qtbot: QtBot, work: Workplace, sample: Plant, page: CodesPage
) -> None:
    rest(qtbot, work)
    assert page.pool.alarms[2].word() == "Enough"

    def raise_it(dialog: SetThreshold) -> None:
        dialog.count.setValue(200)
        click(qtbot, dialog.store)
        rest(qtbot, work)

    when_asked(SetThreshold, raise_it)
    page.pool.thresholds[2].click()
    rest(qtbot, work)
    assert page.pool.alarms[2].word() == "Order now"
    assert any("Case" in text and "100 codes left" in text for text in _today(qtbot, work, page))


def _today(qtbot: QtBot, work: Workplace, page: CodesPage) -> list[str]:
    work.go("today")
    rest(qtbot, work)
    return [text for text, _ in texts(page.window())]


def test_an_alarm_can_be_ended(qtbot: QtBot, work: Workplace, sample: Plant, page: CodesPage) -> None:
    pool.set_threshold(sample, 1, 3, 200)
    page.outdate()
    rest(qtbot, work)

    def end(dialog: SetThreshold) -> None:
        assert dialog.count.value() == 200
        dialog.wanted.click()
        click(qtbot, dialog.store)
        rest(qtbot, work)

    when_asked(SetThreshold, end)
    page.pool.thresholds[2].click()
    rest(qtbot, work)
    assert page.pool.alarms[2].word() == "Enough"


def test_how_long_the_codes_last_follows_from_what_was_printed(
    qtbot: QtBot, work: Workplace, sample: Plant, page: CodesPage
) -> None:
    job_id = order(sample, 5)
    work.running.start(job_id)
    qtbot.waitUntil(lambda: not work.running.ids, timeout=PATIENCE_MS)
    rest(qtbot, work)
    shown = [text for text, _ in texts(page)]
    assert sum(text.startswith("lasts until") for text in shown) == 1
    assert shown.count("not in use now") == 2


def test_a_search_while_typing_finds_codes_by_how_they_begin(
    qtbot: QtBot, work: Workplace, sample: Plant, page: CodesPage
) -> None:
    QTest.keyClick(page, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert page.field.hasFocus()
    QTest.keyClicks(page.field, "899990110000000")
    qtbot.waitUntil(lambda: page.found.table.model.rowCount() > 0)
    rest(qtbot, work)
    found = page.found.table.model.rows()
    assert found
    assert all(item.code.startswith("899990110000000") for item in found)
    QTest.keyClick(page.field, Qt.Key.Key_Escape)
    assert page.field.text() == ""
    rest(qtbot, work)
    assert page.pool.isVisible()


def test_more_codes_than_are_shown_are_told(
    qtbot: QtBot, work: Workplace, sample: Plant, page: CodesPage
) -> None:
    _search(qtbot, work, page, "8999901")
    assert page.found.table.model.rowCount() == 200
    assert any("first 200" in text for text, _ in texts(page))


def test_what_the_pool_does_not_hold_is_told(
    qtbot: QtBot, work: Workplace, sample: Plant, page: CodesPage
) -> None:
    _search(qtbot, work, page, "8111")
    assert any(text.startswith("No code of the pool begins with 8111") for text, _ in texts(page))
    _search(qtbot, work, page, "x")
    assert page.notice.isVisible()


def test_the_life_of_a_code_shows_where_it_may_go(
    qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant, page: CodesPage
) -> None:
    _search(qtbot, work, page, "899990110000000011756")
    _search(qtbot, work, page, "89999011000000011756")
    life = page.found.life
    assert life.picture.ahead() == {CodeState.ALLOCATED, CodeState.RETURNED, CodeState.VOID}
    shown = [text for text, _ in texts(life)]
    assert sum(text.startswith("next: ") for text in shown) == 3
    assert any("imported from" in text for text in shown)
    click(qtbot, life.open_trace)
    rest(qtbot, work)
    assert isinstance(window.page, TracePage)


@pytest.mark.parametrize("state", list(CodeState))
def test_the_picture_knows_every_state_and_its_moves(qtbot: QtBot, work: Workplace, state: CodeState) -> None:
    picture = StatePicture(work.language)
    qtbot.addWidget(picture)
    picture.show_life(state, [CodeState.AVAILABLE])
    assert picture.ahead() == {target for source, target in MOVES if source is state}
    assert not picture.grab().isNull()


def test_files_are_checked_before_they_are_imported(
    qtbot: QtBot, work: Workplace, sample: Plant, page: CodesPage, more: Path, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.txt"
    lines = _codes(more)
    for number in (5, 9, 12):
        lines[number] = "no code"
    bad.write_text("\n".join(lines) + "\n", encoding="utf-8")
    seen: list[str] = []

    def look(dialog: ImportCodes) -> None:
        assert dialog.steps.now() == 0
        dialog.take([bad, more])
        rest(qtbot, work)
        assert dialog.steps.now() == 1
        assert codes.pool_levels(sample)[0].counts.issued == 10_000
        dialog.table.choose(lambda item: item.path == bad)
        seen.append(dialog.problems.toPlainText())
        assert dialog.go.text() == "Import 500 codes"
        click(qtbot, dialog.go)
        rest(qtbot, work)
        assert dialog.steps.now() == 2
        seen.extend(text for text, _ in texts(dialog))
        click(qtbot, dialog.leave)

    when_asked(ImportCodes, look)
    click(qtbot, page.bring)
    assert all(number in seen[0] for number in ("6", "10", "13"))
    assert any("500 codes for" in text for text in seen)
    assert codes.pool_levels(sample)[0].counts.issued == 10_500


def test_the_same_file_is_not_imported_twice(
    qtbot: QtBot, work: Workplace, sample: Plant, page: CodesPage, more: Path
) -> None:
    codes.import_codes(sample, more)
    told: list[str] = []

    def look(dialog: ImportCodes) -> None:
        rest(qtbot, work)
        told.append(dialog.problems.toPlainText())
        assert not dialog.go.isEnabled()
        dialog.reject()

    when_asked(ImportCodes, look)
    page.take([more])
    assert "imported" in told[0]


def test_the_column_with_the_codes_can_be_chosen(
    qtbot: QtBot, work: Workplace, sample: Plant, page: CodesPage, more: Path, tmp_path: Path
) -> None:
    table = tmp_path / "codes.csv"
    rows = [f"{number},{code},x" for number, code in enumerate(_codes(more), 1)]
    table.write_text("\n".join(["no,code,note", *rows]) + "\n", encoding="utf-8")

    def choose(dialog: ImportCodes) -> None:
        rest(qtbot, work)
        assert dialog.column.currentText() == "code"
        dialog.column.setCurrentIndex(dialog.column.findText("note"))
        dialog.column.activated.emit(dialog.column.currentIndex())
        rest(qtbot, work)
        assert not dialog.go.isEnabled()
        dialog.column.setCurrentIndex(dialog.column.findText("code"))
        dialog.column.activated.emit(dialog.column.currentIndex())
        rest(qtbot, work)
        click(qtbot, dialog.go)
        rest(qtbot, work)
        dialog.reject()

    when_asked(ImportCodes, choose)
    page.take([table])
    assert codes.pool_levels(sample)[0].counts.issued == 10_500


def test_a_cancelled_import_leaves_nothing(
    qtbot: QtBot, work: Workplace, sample: Plant, page: CodesPage, more: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []

    def cancel(dialog: ImportCodes) -> None:
        rest(qtbot, work)
        imports = codes.import_codes

        def slow(*given: object, **named: object) -> object:
            dialog.strip.cancel.click()
            return imports(*given, **named)  # type: ignore[arg-type]

        monkeypatch.setattr(codes, "import_codes", slow)
        dialog.go.click()
        rest(qtbot, work)
        told.extend(text for text, _ in texts(dialog))
        dialog.reject()

    when_asked(ImportCodes, cancel)
    page.take([more])
    assert any("cancelled" in text for text in told)
    assert codes.pool_levels(sample)[0].counts.issued == 10_000


def test_files_can_be_dropped_on_the_page(
    qtbot: QtBot, work: Workplace, sample: Plant, page: CodesPage, more: Path
) -> None:
    seen: list[str] = []

    def look(dialog: ImportCodes) -> None:
        rest(qtbot, work)
        seen.extend(item.path.name for item in dialog.rows())
        dialog.reject()

    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(more))])
    when_asked(ImportCodes, look)
    page.dropEvent(
        QDropEvent(
            QPoint(1, 1).toPointF(),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == ["more.txt"]


def test_a_production_is_planned_and_its_codes_are_reserved_and_released(
    qtbot: QtBot, work: Workplace, sample: Plant, page: CodesPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def plan(dialog: PlanCodes) -> None:
        rest(qtbot, work)
        dialog.spare.setValue(10)
        dialog.units.setValue(1234)
        qtbot.waitUntil(lambda: dialog.plan is not None and dialog.plan.units == 1234)
        rows = dialog.table.model.rows()
        assert (rows[0].needed, rows[0].spare) == (1234, 124)
        assert any("holds 4 of 10" in text for text, _ in texts(dialog))
        assert not dialog.reserve.isEnabled()
        dialog.purpose.setText("pre-printed cartons")
        click(qtbot, dialog.reserve)
        rest(qtbot, work)

    when_asked(PlanCodes, plan)
    click(qtbot, page.plan)
    rest(qtbot, work)
    assert {row.purpose for row in pool.reservations(sample)} == {"pre-printed cartons"}
    page.pool.tabs.choose(2)
    page.pool.reservations.choose(lambda row: row.level == 1)
    monkeypatch.setattr("ui.pages.pool_view.ask", lambda *_words: True)
    click(qtbot, page.pool.release)
    rest(qtbot, work)
    assert [row.level for row in pool.reservations(sample) if row.released] == [1]
    assert codes.pool_levels(sample)[0].counts.available == 10_000


def test_a_plan_that_the_pool_cannot_fill_cannot_be_reserved(
    qtbot: QtBot, work: Workplace, sample: Plant, page: CodesPage
) -> None:
    def plan(dialog: PlanCodes) -> None:
        rest(qtbot, work)
        dialog.purpose.setText("much")
        dialog.units.setValue(20_000)
        qtbot.waitUntil(lambda: dialog.plan is not None and dialog.plan.units == 20_000)
        assert not dialog.reserve.isEnabled()
        dialog.reject()

    when_asked(PlanCodes, plan)
    click(qtbot, page.plan)


def test_unused_codes_are_returned_as_a_file(
    qtbot: QtBot,
    work: Workplace,
    sample: Plant,
    page: CodesPage,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    choose_files(monkeypatch, str(tmp_path / "back.txt"))

    def give_back(dialog: ReturnCodes) -> None:
        rest(qtbot, work)
        dialog.count.setValue(7)
        dialog.reason.setText("product discontinued")
        click(qtbot, dialog.give_back)
        rest(qtbot, work)

    when_asked(ReturnCodes, give_back)
    click(qtbot, page.give_back)
    rest(qtbot, work)
    assert (tmp_path / "back.txt").is_file()
    assert codes.pool_levels(sample)[0].counts.returned == 7
    (row,) = page.pool.returns.model.rows()
    assert (row.count, row.reason) == (7, "product discontinued")


def test_uniqueness_is_proven_and_written_down(
    qtbot: QtBot,
    work: Workplace,
    sample: Plant,
    page: CodesPage,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    choose_files(monkeypatch, str(tmp_path / "proof.json"))

    def prove(dialog: ProveUniqueness) -> None:
        rest(qtbot, work)
        assert dialog.badge.word() == "Proven"
        assert "11\xa0100" in [text for text, _ in texts(dialog)]
        click(qtbot, dialog.save)
        rest(qtbot, work)
        dialog.reject()

    when_asked(ProveUniqueness, prove)
    click(qtbot, page.prove)
    assert json.loads((tmp_path / "proof.json").read_text(encoding="utf-8"))


@pytest.fixture
def proof(sample: Plant, tmp_path: Path) -> Path:
    """A proof of the sample plant."""
    path = tmp_path / "proof.json"
    pool.write_proof(pool.uniqueness_proof(sample).proof, path, ENGLISH)
    return path


def test_an_own_proof_is_checked_and_compared_with_the_pool(
    qtbot: QtBot, work: Workplace, page: CodesPage, proof: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose_files(monkeypatch, str(proof))

    def check(dialog: CheckProof) -> None:
        rest(qtbot, work)
        assert dialog.badge.word() == "Genuine"
        assert not dialog.told.isVisible()
        click(qtbot, dialog.compare)
        rest(qtbot, work)
        assert "The 11100 codes of this plant are still those of the proof." in dict(texts(dialog))
        dialog.reject()

    when_asked(CheckProof, check)
    click(qtbot, page.check_proof)


def test_a_proof_that_was_changed_is_told_with_what_was_changed(
    qtbot: QtBot, work: Workplace, page: CodesPage, proof: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    proof.write_text(proof.read_text(encoding="utf-8").replace('"codes": 11100', '"codes": 11101'))
    choose_files(monkeypatch, str(proof))

    def check(dialog: CheckProof) -> None:
        rest(qtbot, work)
        assert dialog.badge.word() == "Not genuine"
        assert dialog.notice.sentence().startswith("The proof is not genuine")
        assert not dialog.compare.isVisible()
        dialog.reject()

    when_asked(CheckProof, check)
    click(qtbot, page.check_proof)


def test_a_plant_without_codes_trusts_a_proof_of_others_by_the_fingerprint_that_they_told(
    qtbot: QtBot, work: Workplace, page: CodesPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_plant(f"sqlite:///{tmp_path / 'other' / 'plant.db'}", tmp_path / "other") as other:
        foreign = pool.uniqueness_proof(other).proof
    path = tmp_path / "foreign.json"
    pool.write_proof(foreign, path, ENGLISH)
    choose_files(monkeypatch, str(path))

    def check(dialog: CheckProof) -> None:
        rest(qtbot, work)
        assert dialog.badge.word() == "Signed, but by an unknown key"
        dialog.told.setText(foreign.fingerprint)
        click(qtbot, dialog.recheck)
        rest(qtbot, work)
        assert dialog.badge.word() == "Genuine"
        dialog.told.setText("abc")
        click(qtbot, dialog.recheck)
        rest(qtbot, work)
        assert dialog.badge.word() == "Not checked"
        assert dialog.notice.sentence().startswith("A fingerprint has 64 hex digits")
        dialog.reject()

    when_asked(CheckProof, check)
    click(qtbot, page.check_proof)
