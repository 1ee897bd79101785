"""A journal row may stand for a run of codes; the rows that are there stand for one each."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the length of the run, and the index that finds the runs around a code."""
    op.add_column("journal", sa.Column("run", sa.Integer(), nullable=False, server_default="1"))
    op.create_index(
        "ix_journal_run",
        "journal",
        ["code_id", "run"],
        sqlite_where=sa.text("run > 1"),
        postgresql_where=sa.text("run > 1"),
    )
    if op.get_bind().dialect.name == "postgresql":
        # Each code gets a second entry when it leaves the pool. With room for it in the page of the first,
        # 100 000 codes leave in four fifths of the time. It holds for pages that are filled from now on.
        for index in ("pk_code", "uq_code_value"):
            op.execute(f"ALTER INDEX {index} SET (fillfactor = 45)")
