"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _make_audit()
    _make_products()
    _make_jobs()
    _make_codes()


def _key() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _digits() -> sa.types.TypeEngine[str]:
    return sa.String(length=20).with_variant(sa.String(length=20, collation="C"), "postgresql")


def _make_audit() -> None:
    head = op.create_table(
        "audit_head",
        sa.Column("id", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("count", _key(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_head"),
    )
    op.bulk_insert(head, [{"id": 1, "count": 0, "hash": "0" * 64}])
    op.create_table(
        "audit",
        sa.Column("number", _key(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("old", sa.Text(), nullable=False),
        sa.Column("new", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_audit"),
    )


def _make_products() -> None:
    op.create_table(
        "product",
        sa.Column("id", _key(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("type_no", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("authorized_no", sa.Text(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("spec", sa.Text(), nullable=False),
        sa.Column("package_spec", sa.Text(), nullable=False),
        sa.Column("pack_unit", sa.Text(), nullable=False),
        sa.Column("shelf_life_months", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_product"),
        sa.UniqueConstraint("type_no", name="uq_product_type_no"),
    )
    op.create_index("ix_product_name", "product", ["name"])
    op.create_table(
        "pack_level",
        sa.Column("product_id", _key(), nullable=False),
        sa.Column("level", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("prefix", sa.String(length=7), nullable=False),
        sa.Column("children", sa.Integer(), nullable=False),
        sa.Column("gtin", sa.String(length=14), nullable=True),
        sa.Column("gtin_14", sa.String(length=14), nullable=True),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name="fk_pack_level_product_id"),
        sa.PrimaryKeyConstraint("product_id", "level", name="pk_pack_level"),
        sa.UniqueConstraint("prefix", name="uq_pack_level_prefix"),
    )
    op.create_index("ix_pack_level_gtin_14", "pack_level", ["gtin_14"])
    op.create_table(
        "batch",
        sa.Column("id", _key(), nullable=False),
        sa.Column("product_id", _key(), nullable=False),
        sa.Column("lot", sa.Text(), nullable=False),
        sa.Column("made", sa.Date(), nullable=False),
        sa.Column("expiry", sa.Date(), nullable=False),
        sa.Column("specimen", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name="fk_batch_product_id"),
        sa.PrimaryKeyConstraint("id", name="pk_batch"),
        sa.UniqueConstraint("product_id", "lot", name="uq_batch_product_id_lot"),
    )
    op.create_table(
        "design_revision",
        sa.Column("id", _key(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("frozen_at", sa.BigInteger(), nullable=False),
        sa.Column("frozen_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_design_revision"),
        sa.UniqueConstraint("name", "digest", name="uq_design_revision_name_digest"),
        sa.UniqueConstraint("name", "revision", name="uq_design_revision_name_revision"),
    )


def _make_jobs() -> None:
    op.create_table(
        "job",
        sa.Column("id", _key(), nullable=False),
        sa.Column("product_id", _key(), nullable=False),
        sa.Column("batch_id", _key(), nullable=False),
        sa.Column("design_revision_id", _key(), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("printer", sa.Text(), nullable=False),
        sa.Column("camera", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("sealed_through", _key(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name="fk_job_batch_id"),
        sa.ForeignKeyConstraint(
            ["design_revision_id"], ["design_revision.id"], name="fk_job_design_revision_id"
        ),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name="fk_job_product_id"),
        sa.PrimaryKeyConstraint("id", name="pk_job"),
    )
    op.create_table(
        "job_mark",
        sa.Column("job_id", _key(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name="fk_job_mark_job_id"),
        sa.PrimaryKeyConstraint("job_id", "name", name="pk_job_mark"),
    )


def _make_codes() -> None:
    op.create_table(
        "code_file",
        sa.Column("id", _key(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("product_id", _key(), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("imported_at", sa.BigInteger(), nullable=False),
        sa.Column("imported_by", sa.Text(), nullable=False),
        sa.Column("codes_sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name="fk_code_file_product_id"),
        sa.PrimaryKeyConstraint("id", name="pk_code_file"),
        sa.UniqueConstraint("sha256", name="uq_code_file_sha256"),
    )
    op.create_table(
        "code",
        sa.Column("id", _key(), nullable=False),
        sa.Column("value", _digits(), nullable=False),
        sa.Column("product_id", _key(), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.Column("file_id", _key(), nullable=False),
        sa.Column("state", sa.SmallInteger(), nullable=False),
        sa.Column("job_id", _key(), nullable=True),
        sa.Column("ordinal", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["file_id"], ["code_file.id"], name="fk_code_file_id"),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name="fk_code_job_id"),
        sa.PrimaryKeyConstraint("id", name="pk_code"),
        sa.UniqueConstraint("value", name="uq_code_value"),
    )
    op.create_index(
        "ix_code_available",
        "code",
        ["product_id", "level", "id"],
        sqlite_where=sa.text("state = 1"),
        postgresql_where=sa.text("state = 1"),
    )
    op.create_index(
        "ix_code_of_job",
        "code",
        ["job_id", "state", "ordinal"],
        sqlite_where=sa.text("job_id IS NOT NULL"),
        postgresql_where=sa.text("job_id IS NOT NULL"),
    )
    op.create_table(
        "code_count",
        sa.Column("job_id", _key(), autoincrement=False, nullable=False),
        sa.Column("product_id", _key(), autoincrement=False, nullable=False),
        sa.Column("level", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("state", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("job_id", "product_id", "level", "state", name="pk_code_count"),
    )
    op.create_table(
        "journal",
        sa.Column("id", _key(), nullable=False),
        sa.Column("job_id", _key(), nullable=False),
        sa.Column("code_id", _key(), nullable=False),
        sa.Column("event", sa.SmallInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["code_id"], ["code.id"], name="fk_journal_code_id"),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name="fk_journal_job_id"),
        sa.PrimaryKeyConstraint("id", name="pk_journal"),
    )
    op.create_index("ix_journal_code_id_id", "journal", ["code_id", "id"])
    op.create_index("ix_journal_job_id_id", "journal", ["job_id", "id"])
