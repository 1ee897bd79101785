"""Writes products as a table that ``products_table`` reads again: CSV or XLSX."""

from collections.abc import Sequence

from desktop.exchange.csv_writer import csv_bytes
from desktop.exchange.products_columns import columns
from desktop.exchange.table_writer import Sheet, xlsx_bytes
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
    made = columns()
    return xlsx_bytes(
        Sheet(
            say("Products").in_language(language),
            [column.title.in_language(language) for column in made],
            [[column.value(product) for column in made] for product in products],
        )
    )
