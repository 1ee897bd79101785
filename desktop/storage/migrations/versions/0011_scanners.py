"""The scanner of a station; the stations that are there are scanned at by a keyboard."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the address of the scanner."""
    op.add_column("station", sa.Column("scanner", sa.Text(), nullable=False, server_default=""))
