"""Pictures of the designer, for ``tests.screenshots``."""

from dataclasses import replace
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QDialog

from desktop.labels import edits
from desktop.labels.document import LabelDesign, Title
from desktop.labels.elements import SymbolElement
from desktop.labels.history import History
from desktop.operations import designs, labels
from desktop.operations.plant import Plant
from desktop.texts import Text, say
from desktop.units import Resolution
from ui.designer.designer import Designer
from ui.designer.session import DesignSession
from ui.dialogs.compare_revisions import CompareRevisions, Version
from ui.dialogs.element_string import ElementStringDialog
from ui.dialogs.freeze_design import FreezeDesign
from ui.dialogs.new_design import NewDesign
from ui.dialogs.shortcuts import ShortcutSheet
from ui.dialogs.trace_old_label import TraceOldLabel
from ui.main_window import MainWindow
from ui.pages.labels import LabelsPage
from ui.workplace import Workplace


class Camera(Protocol):
    """What takes pictures of the window."""

    work: Workplace
    window: MainWindow

    def settle(self) -> None:
        """Let the window work until it rests."""

    def page(self, name: str, what: object = None) -> None:
        """Go to a page."""

    def take(self, name: str) -> None:
        """Save a picture of the window."""

    def take_dialog(self, dialog: QDialog, name: str) -> None:
        """Save a picture of a dialog."""


def photograph_designer(camera: Camera) -> None:
    """Take pictures of the designer at work."""
    plant = camera.work.plant
    draft, _ = designs.new_draft(plant, _ours(labels.load_design(plant, "drug_code_b")))
    camera.page("labels")
    page = camera.window.page
    assert isinstance(page, LabelsPage)
    page.open_draft(draft.id)
    camera.settle()
    designer = page.designer
    assert designer is not None
    designer.session.select(("trace",))
    camera.take("designer")
    _drag_into_zone(camera, designer)
    _edit(designer, say("Move"))
    camera.take("designer-findings")
    designer.tabs.choose(1)
    camera.take("designer-elements")
    designer.tabs.choose(0)
    designer.view_bar.dots.click()
    designer.aids.switch("loupe", on=True)
    camera.take("designer-dots")
    designer.canvas.fit()
    designer.canvas.pointer = designer.canvas.room().center()
    camera.take("designer-loupe")
    designer.aids.switch("loupe", on=False)
    camera.take_dialog(FreezeDesign(camera.work, draft.id, draft.name, camera.window), "freeze-design")
    camera.take_dialog(ShortcutSheet(camera.work, page.shortcuts, camera.window), "shortcuts-designer")
    page.leave_designer()
    camera.settle()
    camera.take("labels-drafts")
    design = designer.session.design
    camera.take_dialog(NewDesign(camera.work, design, camera.window), "new-design")
    camera.work.announce(designs.delete_draft(plant, designer.autosave.draft.id))
    camera.settle()


def photograph_designer_dialogs(camera: Camera) -> None:
    """An element string being built, an old label being traced, two revisions side by side."""
    work, window = camera.work, camera.window
    design = labels.load_design(work.plant, "gs1_carton")
    session = DesignSession(History(design), Resolution(12))
    symbol = next(element for element in design.elements if isinstance(element, SymbolElement))
    builder = ElementStringDialog(work, session, symbol.symbology, symbol.data, window)
    camera.take_dialog(builder, "element-string")
    camera.take_dialog(TraceOldLabel(work, session, window, _old_label(work.plant)), "trace-old-label")
    moved = edits.moved(design, [symbol.name], 1.0, 0.5)
    versions = [Version(say("As it is drawn now"), moved), Version(say("Older"), design)]
    camera.take_dialog(CompareRevisions(work, versions, window), "compare-revisions")


def _old_label(plant: Plant) -> Path:
    """Write a label as a scan of it would be."""
    shown = labels.preview(labels.load_design(plant, "drug_code_b"), Resolution(12))
    path = plant.data_folder / "old_label.png"
    path.unlink(missing_ok=True)
    labels.render(plant, shown, None, path)
    return path


def _ours(design: LabelDesign) -> LabelDesign:
    return replace(design, name="unit", title=Title("Unit pack, our style", "小盒标签（本厂样式）"))


def _drag_into_zone(camera: Camera, designer: Designer) -> None:
    """Hold a text over the symbol's free space, and take the picture before it is let go."""
    name = next(item.name for item in designer.session.design.elements if item.name == "expiry")
    item = edits.element(designer.session.design, name)
    start = (item.x_mm + 3.0, item.y_mm + 1.5)
    _mouse(designer, QEvent.Type.MouseButtonPress, *start)
    for part in (0.5, 0.9, 1.0):
        _mouse(designer, QEvent.Type.MouseMove, start[0] + 6.0 * part, start[1] - 6.0 * part)
    camera.take("designer-drag")
    QApplication.processEvents()
    designer.canvas.escape()


def _edit(designer: Designer, title: Text) -> None:
    session = designer.session
    low = edits.with_attribute(session.design, ("trace",), "height_mm", 6.0)
    session.edit(title, edits.moved(low, ("trace",), -3.0, 0.0))


def _mouse(designer: Designer, kind: QEvent.Type, x_mm: float, y_mm: float) -> None:
    canvas = designer.canvas
    pixel = canvas.pixel_of(x_mm, y_mm)
    moving = kind is QEvent.Type.MouseMove
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    event = QMouseEvent(
        kind,
        pixel,
        QPointF(canvas.mapToGlobal(pixel.toPoint())),
        none if moving else left,
        left,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(canvas, event)
