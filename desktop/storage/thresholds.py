"""From how few available codes on the plant wants an alarm, by product and level."""

from collections.abc import Mapping

from sqlalchemy import Connection, delete, select
from sqlalchemy import insert as insert_into

from desktop.storage.store import Change
from desktop.storage.tables import pool_threshold


def set_least(change: Change, product_id: int, level: int, least: int | None) -> None:
    """Want an alarm below ``least`` available codes, or none at all."""
    key = (pool_threshold.c.product_id == product_id, pool_threshold.c.level == level)
    change.connection.execute(delete(pool_threshold).where(*key))
    if least is not None:
        change.connection.execute(
            insert_into(pool_threshold).values(product_id=product_id, level=level, least=least)
        )


def all_least(connection: Connection) -> Mapping[tuple[int, int], int]:
    """Return every threshold by product id and level."""
    return {(row.product_id, row.level): row.least for row in connection.execute(select(pool_threshold))}
