"""Work orders, packs and what happened to them, files that left, bills, and secrets of reviewers."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables. Nothing that is there was packed by this program."""
    key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "person_secret",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("salt", sa.String(32), nullable=False),
        sa.Column("hash", sa.String(128), nullable=False),
        sa.Column("set_at", sa.BigInteger(), nullable=False),
        sa.Column("set_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("person", name="pk_person_secret"),
    )
    op.create_table(
        "work_order",
        sa.Column("id", key, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("product_id", key, nullable=False),
        sa.Column("product_version_id", key, nullable=False),
        sa.Column("batch_id", key, nullable=True),
        sa.Column("line_id", key, nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("confirmed_by", sa.Text(), nullable=False),
        sa.Column("planned_for", sa.Date(), nullable=True),
        sa.Column("sealed_through", key, nullable=False),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name="fk_work_order_product_id"),
        sa.ForeignKeyConstraint(
            ["product_version_id"], ["product_version.id"], name="fk_work_order_product_version_id"
        ),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name="fk_work_order_batch_id"),
        sa.ForeignKeyConstraint(["line_id"], ["line.id"], name="fk_work_order_line_id"),
        sa.PrimaryKeyConstraint("id", name="pk_work_order"),
        sa.UniqueConstraint("number", name="uq_work_order_number"),
    )
    op.create_table(
        "order_job",
        sa.Column("job_id", key, autoincrement=False, nullable=False),
        sa.Column("order_id", key, nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name="fk_order_job_job_id"),
        sa.ForeignKeyConstraint(["order_id"], ["work_order.id"], name="fk_order_job_order_id"),
        sa.PrimaryKeyConstraint("job_id", name="pk_order_job"),
    )
    op.create_index("ix_order_job_order_id", "order_job", ["order_id"])
    op.create_table(
        "clearance",
        sa.Column("id", key, nullable=False),
        sa.Column("order_id", key, nullable=False),
        sa.Column("point", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("reviewer", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["work_order.id"], name="fk_clearance_order_id"),
        sa.PrimaryKeyConstraint("id", name="pk_clearance"),
        sa.UniqueConstraint("order_id", "point", name="uq_clearance_order_id_point"),
    )
    op.create_index("ix_clearance_order_id", "clearance", ["order_id"])
    op.create_table(
        "pack",
        sa.Column("code_id", key, autoincrement=False, nullable=False),
        sa.Column("order_id", key, nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.Column("parent_id", key, nullable=True),
        sa.Column("tray", key, nullable=True),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("children", sa.Integer(), nullable=False),
        sa.Column("flag", sa.SmallInteger(), nullable=True),
        sa.PrimaryKeyConstraint("code_id", name="pk_pack"),
        sa.UniqueConstraint("parent_id", "place", name="uq_pack_parent_id_place"),
        sa.UniqueConstraint("tray", "place", name="uq_pack_tray_place"),
    )
    op.create_index("ix_pack_of_order", "pack", ["order_id", "level", "parent_id"])
    op.create_table(
        "pack_event",
        sa.Column("id", key, nullable=False),
        sa.Column("order_id", key, nullable=False),
        sa.Column("station_id", key, nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("reviewer", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("code_id", key, nullable=False),
        sa.Column("other_id", key, nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("changes", sa.Text(), nullable=False),
        sa.Column("undoes", key, nullable=True),
        sa.ForeignKeyConstraint(["order_id"], ["work_order.id"], name="fk_pack_event_order_id"),
        sa.ForeignKeyConstraint(["undoes"], ["pack_event.id"], name="fk_pack_event_undoes"),
        sa.PrimaryKeyConstraint("id", name="pk_pack_event"),
        sa.UniqueConstraint("undoes", name="uq_pack_event_undoes"),
    )
    op.create_index("ix_pack_event_code_id", "pack_event", ["code_id"])
    op.create_index("ix_pack_event_order_id", "pack_event", ["order_id"])
    op.create_index("ix_pack_event_other_id", "pack_event", ["other_id"])
    op.create_table(
        "kept_file",
        sa.Column("id", key, nullable=False),
        sa.Column("order_id", key, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("profile", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("through_event", key, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["work_order.id"], name="fk_kept_file_order_id"),
        sa.PrimaryKeyConstraint("id", name="pk_kept_file"),
    )
    op.create_index("ix_kept_file_order_id", "kept_file", ["order_id"])
    op.create_table(
        "platform_count",
        sa.Column("id", key, nullable=False),
        sa.Column("file_id", key, nullable=False),
        sa.Column("all", sa.Integer(), nullable=False),
        sa.Column("largest", sa.Integer(), nullable=False),
        sa.Column("smallest", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["kept_file.id"], name="fk_platform_count_file_id"),
        sa.PrimaryKeyConstraint("id", name="pk_platform_count"),
    )
    op.create_index("ix_platform_count_file_id", "platform_count", ["file_id"])
    op.create_table(
        "bill",
        sa.Column("id", key, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_bill"),
        sa.UniqueConstraint("number", name="uq_bill_number"),
    )
    op.create_table(
        "bill_code",
        sa.Column("bill_id", key, autoincrement=False, nullable=False),
        sa.Column("code_id", key, autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["bill_id"], ["bill.id"], name="fk_bill_code_bill_id"),
        sa.PrimaryKeyConstraint("bill_id", "code_id", name="pk_bill_code"),
    )
