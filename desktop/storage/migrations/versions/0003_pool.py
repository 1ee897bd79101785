"""The pool: imports in short transactions, withdrawals, alarms; codes and journal without foreign keys."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables of codes, and make those of withdrawals and alarms."""
    _drop_foreign_keys("journal", "fk_journal_code_id", "fk_journal_job_id")
    _drop_foreign_keys("code", "fk_code_file_id", "fk_code_job_id")
    op.drop_index("ix_code_available", "code")
    op.create_index(
        "ix_code_available",
        "code",
        ["file_id", "id"],
        sqlite_where=sa.text("state = 1"),
        postgresql_where=sa.text("state = 1"),
    )
    op.add_column("code_file", sa.Column("format", sa.Text(), nullable=False, server_default=""))
    op.add_column("code_file", sa.Column("complete", sa.Boolean(), nullable=False, server_default=sa.true()))
    _make_withdrawal()
    op.create_table(
        "pool_threshold",
        sa.Column("product_id", _key(), nullable=False),
        sa.Column("level", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("least", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name="fk_pool_threshold_product_id"),
        sa.PrimaryKeyConstraint("product_id", "level", name="pk_pool_threshold"),
    )


def _key() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _drop_foreign_keys(table: str, *names: str) -> None:
    # SQLite cannot drop a constraint: there the rows are copied into a new table.
    with op.batch_alter_table(table) as batch:
        for name in names:
            batch.drop_constraint(name, type_="foreignkey")


def _make_withdrawal() -> None:
    op.create_table(
        "withdrawal",
        sa.Column("id", _key(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("product_id", _key(), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("file_sha256", sa.String(length=64), nullable=False),
        sa.Column("released", sa.Boolean(), nullable=False),
        sa.Column("sealed_through", _key(), nullable=False),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name="fk_withdrawal_product_id"),
        sa.PrimaryKeyConstraint("id", name="pk_withdrawal"),
    )
