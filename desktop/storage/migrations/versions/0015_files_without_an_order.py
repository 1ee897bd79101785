"""A kept file belongs to a work order, a batch, or products: recall lists and UDID tables are kept too."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_counts = sa.table(
    "platform_count", *map(sa.column, ("id", "file_id", "all", "largest", "smallest", "at", "by"))
)


def upgrade() -> None:
    """Let a file be of a batch or of products, and not of an order only."""
    key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    # SQLite changes a column by copying its table, which nothing may point to meanwhile. These are few rows.
    entered = [dict(row) for row in op.get_bind().execute(sa.select(_counts)).mappings()]
    op.get_bind().execute(sa.delete(_counts))
    with op.batch_alter_table("kept_file") as table:
        table.alter_column("order_id", existing_type=key, nullable=True)
        table.add_column(sa.Column("batch_id", key, nullable=True))
        table.create_foreign_key("fk_kept_file_batch_id", "batch", ["batch_id"], ["id"])
        table.create_index("ix_kept_file_batch_id", ["batch_id"])
    if entered:
        op.get_bind().execute(sa.insert(_counts), entered)
    op.create_table(
        "kept_file_product",
        sa.Column("file_id", key, autoincrement=False, nullable=False),
        sa.Column("product_id", key, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["kept_file.id"], name="fk_kept_file_product_file_id"),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name="fk_kept_file_product_product_id"),
        sa.PrimaryKeyConstraint("file_id", "product_id", name="pk_kept_file_product"),
    )
    op.create_index("ix_kept_file_product_product_id", "kept_file_product", ["product_id"])
