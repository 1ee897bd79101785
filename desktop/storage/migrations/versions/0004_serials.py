"""Serials that the plant made itself."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of issues and serials."""
    op.create_table(
        "serial_issue",
        sa.Column("id", _key(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("market", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("issued_at", sa.BigInteger(), nullable=False),
        sa.Column("issued_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_serial_issue"),
    )
    op.create_table(
        "serial",
        sa.Column("id", _key(), nullable=False),
        sa.Column("issue_id", _key(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["issue_id"], ["serial_issue.id"], name="fk_serial_issue_id"),
        sa.PrimaryKeyConstraint("id", name="pk_serial"),
        sa.UniqueConstraint("item", "value", name="uq_serial_item_value"),
    )
    op.create_index("ix_serial_issue_id", "serial", ["issue_id", "id"])


def _key() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")
