"""Exceptions of an order are found without reading all of its scans."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the index of the events that are no plain scans."""
    exceptional = sa.text("(kind NOT IN ('collected', 'packed')) OR reason != '' OR reviewer != ''")
    op.create_index(
        "ix_pack_event_exceptional",
        "pack_event",
        ["order_id", "id"],
        sqlite_where=exceptional,
        postgresql_where=exceptional,
    )
