"""Writes products as a table that ``products_table`` reads again: CSV or XLSX."""

from collections.abc import Sequence
from io import BytesIO

from desktop.exchange.csv_writer import csv_bytes
from desktop.exchange.products_columns import columns
from desktop.products.version import Master
from desktop.texts import say


def products_csv(products: Sequence[Master], language: str) -> bytes:
    """Write a CSV file in UTF-8 with a byte order mark, without which Excel garbles Chinese.

    A value that Excel would take for a formula gets an apostrophe before it; reading takes it off.
    """
    made = columns()
    return csv_bytes(
        [column.title.in_language(language) for column in made],
        [[column.value(product) for column in made] for product in products],
    )


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
