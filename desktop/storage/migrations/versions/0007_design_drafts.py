"""Designs that are being drawn; frozen revisions say whether a person released them, and why."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table of drafts. Revisions that are there were frozen by jobs, as nothing else froze."""
    key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.add_column(
        "design_revision", sa.Column("released", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("design_revision", sa.Column("reason", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "design_draft",
        sa.Column("id", key, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("history", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("based_on", key, nullable=True),
        sa.Column("saved_at", sa.BigInteger(), nullable=False),
        sa.Column("saved_by", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=True),
        sa.Column("opened_by", sa.Text(), nullable=False),
        sa.Column("opened_on", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["based_on"], ["design_revision.id"], name="fk_design_draft_based_on"),
        sa.PrimaryKeyConstraint("id", name="pk_design_draft"),
        sa.UniqueConstraint("name", name="uq_design_draft_name"),
    )
