"""Writes products as a table that ``products_table`` reads again: CSV or XLSX."""

import csv
from collections.abc import Sequence
from io import BytesIO, StringIO

from desktop.exchange.products_columns import columns
from desktop.products.version import Master
from desktop.texts import say

_COMPUTED = tuple("=+-@'")
"""What Excel would compute at the beginning of a value, and the sign that keeps it from doing so."""


def products_csv(products: Sequence[Master], language: str) -> bytes:
    """Write a CSV file in UTF-8 with a byte order mark, without which Excel garbles Chinese.

    A value that Excel would take for a formula gets an apostrophe before it; reading takes it off.
    """
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(column.title.in_language(language) for column in columns())
    for product in products:
        values = (column.value(product) for column in columns())
        writer.writerow(f"'{value}" if value.startswith(_COMPUTED) else value for value in values)
    return text.getvalue().encode("utf-8-sig")


def products_xlsx(products: Sequence[Master], language: str) -> bytes:
    """Write a workbook with text cells only, so that no digit is lost when it is opened and saved."""
    from openpyxl import Workbook  # noqa: PLC0415 (start-up: most programs never see a workbook)
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
    from openpyxl.styles import Font  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    def text_cell(value: str) -> WriteOnlyCell:
        cell = WriteOnlyCell(sheet, value=value)
        cell.data_type = "s"  # else a value that begins with = would become a formula
        cell.number_format = "@"
        return cell

    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(say("Products").in_language(language))
    sheet.freeze_panes = "A2"
    made = columns()
    for number, column in enumerate(made, start=1):
        heading = column.title.in_language(language)
        sheet.column_dimensions[get_column_letter(number)].width = max(12, min(40, 2 * len(heading)))
    bold = Font(bold=True)
    headings = [text_cell(column.title.in_language(language)) for column in made]
    for cell in headings:
        cell.font = bold
    sheet.append(headings)
    for product in products:
        sheet.append([text_cell(column.value(product)) for column in made])
    content = BytesIO()
    workbook.save(content)
    return content.getvalue()
