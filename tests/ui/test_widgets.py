from itertools import combinations

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter
from pytestqt.qtbot import QtBot

from desktop.labels.primitives import Area
from desktop.products.code_pool import CodeState
from desktop.products.job import JobState
from desktop.texts import CHINESE, say
from tests.ui.people import click
from ui.style import DARK, LIGHT, Colours, style_sheet
from ui.widgets.code_button import CodeButton
from ui.widgets.label_view import Dots, LabelView, Zoom, image_of
from ui.widgets.notice import Notice
from ui.widgets.state_badge import StateBadge, mark_colour, paint_mark
from ui.wording import CODE_STATES, JOB_STATES, Mark, code_grouped, duration, length, number
from ui.workplace import Workplace


def _shape(mark: Mark) -> bytes:
    image = QImage(32, 32, QImage.Format.Format_Grayscale8)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    paint_mark(painter, mark, "#000000", QRectF(0, 0, 32, 32))
    painter.end()
    return bytes(image.constBits())


def test_each_mark_has_a_shape_of_its_own(qapp: object) -> None:
    shapes = {mark: _shape(mark) for mark in Mark}
    for one, other in combinations(Mark, 2):
        assert shapes[one] != shapes[other], (one, other)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_each_mark_has_a_colour_that_can_be_read_on_its_ground(palette: Colours) -> None:
    for mark in Mark:
        assert _contrast(mark_colour(mark, palette), palette.surface) >= 3.0, mark
    assert _contrast(palette.text, palette.window) >= 7.0
    assert _contrast(palette.muted, palette.surface) >= 4.5


def test_every_state_of_jobs_and_codes_has_a_mark_and_a_word() -> None:
    assert set(JOB_STATES) == set(JobState)
    assert set(CODE_STATES) == set(CodeState)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_the_style_sheet_has_no_name_left_to_fill_in(colours: Colours) -> None:
    assert "@" not in style_sheet(colours)


def test_a_badge_shows_the_word_in_the_chosen_language(qtbot: QtBot, work: Workplace) -> None:
    badge = StateBadge(work.language)
    qtbot.addWidget(badge)
    badge.show_state(*JOB_STATES[JobState.RUNNING])
    assert (badge.mark, badge.word()) == (Mark.RUNNING, "Running")
    work.language.choose(CHINESE)
    assert badge.word() == "运行中"


def test_one_click_copies_a_code_without_its_spaces(qtbot: QtBot, work: Workplace) -> None:
    button = CodeButton(work.language, work.messages)
    qtbot.addWidget(button)
    button.show_code("81000210157090217447")
    button.show()
    assert button.text() == "8 100021 015709021 7447"
    click(qtbot, button)
    assert QGuiApplication.clipboard().text() == "81000210157090217447"


def test_a_notice_shows_every_place_and_copies_all_of_it(qtbot: QtBot, work: Workplace) -> None:
    notice = Notice(work.kit)
    qtbot.addWidget(notice)
    places = tuple(say("{n} labels", n=n) for n in range(2, 60))
    notice.tell(Mark.STOPPED, say("Import code files"), places)
    assert notice.sentence() == "Import code files (58 places)"
    notice.copy()
    copied = QGuiApplication.clipboard().text().splitlines()
    assert len(copied) == 59
    assert copied[-1] == "59 labels"


def test_a_label_is_shown_dot_for_dot(qtbot: QtBot) -> None:
    dots = Dots(10, 2, bytes([0b10000000, 0b01000000, 0b00000001, 0b10000000]))
    image = image_of(dots)
    black = {(x, y) for y in range(2) for x in range(10) if image.pixelColor(x, y) == QColor("black")}
    assert black == {(0, 0), (9, 0), (7, 1), (8, 1)}


def test_in_the_dot_view_each_dot_is_a_square_of_its_own(qtbot: QtBot) -> None:
    view = LabelView()
    qtbot.addWidget(view)
    view.resize(400, 300)
    view.show_dots(Dots(8, 2, bytes([0b10100000, 0b00000000])), 0)
    view.show_zoom(Zoom.DOTS)
    view.show()
    side = round(view.scale())
    picture = view.canvas().grab().toImage()
    centres = [
        picture.pixelColor(QPoint(1 + n * side + side // 2, 1 + side // 2)).lightness() < 128
        for n in range(8)
    ]
    assert centres == [True, False, True, False, False, False, False, False]


def test_fitting_keeps_whole_pixels_a_dot_where_it_can(qtbot: QtBot) -> None:
    view = LabelView()
    qtbot.addWidget(view)
    view.resize(500, 300)
    view.show()
    view.show_dots(Dots(100, 40, bytes(13 * 40)), 8)
    assert view.scale() == 4.0
    view.mark(Area(10, 10, 20, 20))
    assert view.marked() == Area(10, 10, 20, 20)


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.4, "0 s"), (59, "59 s"), (61, "1 min 1 s"), (3 * 3600 + 12 * 60, "3 h 12 min")]
)
def test_a_duration_is_worded_in_its_two_largest_units(seconds: float, words: str) -> None:
    assert str(duration(seconds)) == words


def test_numbers_lengths_and_codes_are_written_as_people_read_them() -> None:
    assert number(1234567) == "1 234 567".replace(" ", "\N{NO-BREAK SPACE}")
    assert [length(value) for value in (0.25, 10.0, 41.3333)] == ["0.25", "10", "41.333"]
    assert code_grouped("81000210157090217447") == "8 100021 015709021 7447"
    assert code_grouped("X12") == "X12"


def _contrast(one: str, other: str) -> float:
    """WCAG 2.1, 1.4.3: ratio of relative luminances."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
