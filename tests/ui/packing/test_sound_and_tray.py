"""The four tones as files, and the picture of a tray as a person sees it."""

import io
import wave
from array import array
from itertools import pairwise

import pytest
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.operations.pack_answers import Outcome
from desktop.packing.tray import Cell, TrayPlace, columns_of
from desktop.texts import CHINESE, ENGLISH
from ui.packing.speaker import Speaker
from ui.packing.tones import TONES, Tone, tone_of, wave_of
from ui.packing.tray_view import LOOKS, CellState, TrayView, tray_of
from ui.workplace import Workplace


def _samples(tone: Tone, volume: int = 100) -> tuple["array[int]", int]:
    with wave.open(io.BytesIO(wave_of(tone, volume))) as file:
        assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
        return array("h", file.readframes(file.getnframes())), file.getframerate()


def _places(room: int, filled: int) -> tuple[TrayPlace, ...]:
    cells = [Cell.FILLED] * filled + [Cell.NEXT] + [Cell.EMPTY] * (room - filled - 1)
    return tuple(
        TrayPlace(at, cell, f"{at:020}" if cell is Cell.FILLED else "")
        for at, cell in enumerate(cells[:room], start=1)
    )


@pytest.mark.parametrize("tone", list(Tone))
def test_a_tone_is_as_long_as_its_beeps_and_begins_and_ends_in_silence(tone: Tone) -> None:
    samples, rate = _samples(tone)
    assert len(samples) / rate == pytest.approx(sum(beep.seconds for beep in TONES[tone]), abs=0.001)
    assert abs(samples[0]) < 50
    assert abs(samples[-1]) < 500
    assert max(samples) > 20_000


def test_the_first_beep_has_its_pitch() -> None:
    samples, rate = _samples(Tone.TAKEN)
    rises = sum(1 for before, after in pairwise(samples) if before <= 0 < after)
    (beep,) = TONES[Tone.TAKEN]
    assert rises / (len(samples) / rate) == pytest.approx(beep.hertz, rel=0.03)


def test_a_lower_volume_is_a_lower_wave_and_none_is_silence() -> None:
    loud, soft, none = (max(_samples(Tone.FULL, volume)[0]) for volume in (100, 50, 0))
    assert loud == pytest.approx(4 * soft, rel=0.01)
    assert none == 0


def test_a_code_that_was_read_twice_at_once_is_not_heard() -> None:
    assert tone_of(Outcome.BOUNCED) is None
    assert {tone_of(one) for one in Outcome if one is not Outcome.BOUNCED} == set(Tone)


def test_a_computer_without_sound_says_so_once(
    qtbot: QtBot, work: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.packing.speaker._player", lambda: ("no-such-program",))
    speaker = Speaker(work)
    told: list[None] = []
    speaker.silenced.connect(lambda: told.append(None))
    assert speaker.heard
    for _ in range(2):
        speaker.play(Tone.TAKEN)
        qtbot.waitUntil(lambda: not speaker.heard)
    assert len(told) == 1


def test_volume_and_silence_are_remembered(work: Workplace) -> None:
    speaker = Speaker(work)
    speaker.volume, speaker.muted = 35, True
    again = Speaker(work)
    assert (again.volume, again.muted, again.heard) == (35, True, False)


def test_a_muted_speaker_is_still_asked(work: Workplace) -> None:
    speaker = Speaker(work)
    speaker.muted = True
    asked: list[Tone] = []
    speaker.asked.connect(asked.append)
    speaker.play(Tone.REFUSED)
    assert asked == [Tone.REFUSED]


@pytest.mark.parametrize("room", [1, 2, 10, 48, 100, 200])
def test_every_place_of_a_tray_has_room_to_be_read_and_none_covers_another(
    qtbot: QtBot, work: Workplace, room: int
) -> None:
    view = TrayView(work.language)
    qtbot.addWidget(view)
    view.resize(620, 330)
    view.show_tray(tray_of(_places(room, room // 2)))
    cells = [view.cell_at(place) for place in range(1, room + 1)]
    assert min(min(cell.width(), cell.height()) for cell in cells) >= 16
    assert all(view.rect().contains(cell.toAlignedRect()) for cell in cells)
    columns = columns_of(room)
    for at, cell in enumerate(cells):
        if (at + 1) % columns and at + 1 < room:
            assert cell.right() < cells[at + 1].left()
        if at + columns < room:
            assert cell.bottom() < cells[at + columns].top()


def test_the_legend_counts_each_state_in_the_language_of_the_window(qtbot: QtBot, work: Workplace) -> None:
    view = TrayView(work.language)
    qtbot.addWidget(view)
    view.show_tray(tray_of(_places(10, 7)))
    assert view.legend() == "7 filled · 1 next · 2 empty"
    work.language.choose(CHINESE)
    assert view.legend() == "7 已装 · 1 下一个 · 2 空"
    work.language.choose(ENGLISH)


def test_pointing_at_a_place_tells_its_code(qtbot: QtBot, work: Workplace) -> None:
    view = TrayView(work.language)
    qtbot.addWidget(view)
    view.resize(620, 330)
    view.show_tray(tray_of(_places(10, 7)))
    centre = view.cell_at(3).center()
    assert view.told_at(centre.x(), centre.y()) == "Place 3: 0 000000 000000000 0003, filled"
    assert view.told_at(0, 0) == ""


def test_the_last_scan_is_marked_where_it_lies() -> None:
    assert tray_of(_places(10, 7), f"{7:020}").last == f"{7:020}"
    assert tray_of(_places(10, 7), "x" * 20).last == ""


def test_a_refused_code_that_lies_in_the_tray_makes_no_place_wrong() -> None:
    assert not tray_of(_places(10, 7), f"{7:020}", refused=True).wrong
    assert tray_of(_places(10, 7), "x" * 20, refused=True).wrong


def test_each_state_of_a_place_differs_in_mark_and_word() -> None:
    assert set(LOOKS) == set(CellState)
    assert len({mark for mark, _word in LOOKS.values()}) == len(CellState)
    assert len({str(word) for _mark, word in LOOKS.values()}) == len(CellState)


def test_a_filled_place_is_drawn_unlike_an_empty_one(qtbot: QtBot, work: Workplace) -> None:
    view = TrayView(work.language)
    qtbot.addWidget(view)
    view.resize(620, 330)
    view.show_tray(tray_of(_places(10, 7)))
    image = QImage(view.size(), QImage.Format.Format_ARGB32)
    view.render(image)
    filled, empty = (image.pixelColor(view.cell_at(place).center().toPoint()) for place in (1, 10))
    assert filled != empty


def test_a_tray_that_is_not_known_yet_is_drawn_empty(qtbot: QtBot, work: Workplace) -> None:
    view = TrayView(work.language)
    qtbot.addWidget(view)
    view.resize(620, 330)
    view.render(QImage(view.size(), QImage.Format.Format_ARGB32))
    assert (view.legend(), view.told_at(100, 100)) == ("", "")


def test_the_tip_tells_of_the_place_under_the_pointer(qtbot: QtBot, work: Workplace) -> None:
    view = TrayView(work.language)
    qtbot.addWidget(view)
    view.resize(620, 330)
    view.show()
    view.show_tray(tray_of(_places(10, 7)))
    QTest.mouseMove(view, view.cell_at(2).center().toPoint())
    qtbot.waitUntil(lambda: view.toolTip().startswith("Place 2:"))
