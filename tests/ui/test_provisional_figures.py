from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.grading.model import Name, Parameter
from desktop.texts import CHINESE, ENGLISH, say
from ui.quality.parameter_table import ParameterTable
from ui.workplace import Workplace

FITTED = Parameter(Name.PRINT_GROWTH, 16.0, 3.6, (), say("fitted"), provisional=True)


def _cells(table: ParameterTable) -> list[str]:
    model = table.table.model
    return [
        str(model.data(model.index(0, column), Qt.ItemDataRole.DisplayRole))
        for column in range(model.columnCount())
    ]


@pytest.mark.parametrize(("language", "words"), [(ENGLISH, "Provisional grade."), (CHINESE, "等级暂定。")])
def test_a_provisional_grade_is_called_one_in_its_row(
    qtbot: QtBot, work: Workplace, language: str, words: str
) -> None:
    table = ParameterTable(work)
    qtbot.addWidget(table)
    work.language.choose(language)
    table.show_parameters((FITTED,), ())
    assert any(cell.startswith(words) for cell in _cells(table))
    table.show_parameters((replace(FITTED, provisional=False),), ())
    assert not any(cell.startswith(words) for cell in _cells(table))


def test_what_is_provisional_of_a_parameter_is_told_when_it_is_chosen(qtbot: QtBot, work: Workplace) -> None:
    table = ParameterTable(work)
    qtbot.addWidget(table)
    table.show_parameters((FITTED,), ())
    table.choose(FITTED.name)
    assert "Note: fitted" in table.explained.text()
