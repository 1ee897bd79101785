"""Versions of products, frozen into jobs; filing, licensed company prefixes, retired GTINs."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make every known product its own version 1, and freeze it into its jobs."""
    _loosen_levels()
    _make_tables()
    _write_first_versions(op.get_bind())
    _freeze_into_jobs(op.get_bind())


def _key() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _loosen_levels() -> None:
    """A level may have no code prefix; a GTIN stands on one level of one product."""
    op.drop_index("ix_pack_level_gtin_14", "pack_level")
    with op.batch_alter_table("pack_level") as table:
        table.alter_column("prefix", existing_type=sa.String(length=7), nullable=True)
    op.create_index("ix_pack_level_gtin_14", "pack_level", ["gtin_14"], unique=True)


def _make_tables() -> None:
    op.create_table(
        "product_version",
        sa.Column("id", _key(), nullable=False),
        sa.Column("product_id", _key(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=True),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=True),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name="fk_product_version_product_id"),
        sa.PrimaryKeyConstraint("id", name="pk_product_version"),
        sa.UniqueConstraint("product_id", "number", name="uq_product_version_product_id_number"),
    )
    op.create_table(
        "filing",
        sa.Column("product_id", _key(), autoincrement=False, nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name="fk_filing_product_id"),
        sa.PrimaryKeyConstraint("product_id", name="pk_filing"),
    )
    op.create_table(
        "licensed_prefix",
        sa.Column("prefix", sa.String(length=12), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("customer", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("prefix", name="pk_licensed_prefix"),
    )
    op.create_table(
        "retired_gtin",
        sa.Column("gtin_14", sa.String(length=14), nullable=False),
        sa.Column("gtin", sa.String(length=14), nullable=False),
        sa.Column("product_id", _key(), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.Column("retired_at", sa.BigInteger(), nullable=False),
        sa.Column("retired_by", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name="fk_retired_gtin_product_id"),
        sa.PrimaryKeyConstraint("gtin_14", name="pk_retired_gtin"),
    )


_PRODUCT = sa.table(
    "product",
    *(
        sa.column(name)
        for name in (
            "id",
            "code",
            "type_no",
            "name",
            "authorized_no",
            "form",
            "spec",
            "package_spec",
            "pack_unit",
            "shelf_life_months",
        )
    ),
)
_LEVEL = sa.table(
    "pack_level", *(sa.column(name) for name in ("product_id", "level", "prefix", "children", "gtin"))
)
_VERSION = sa.table(
    "product_version",
    *(sa.column(name) for name in ("id", "product_id", "number", "document", "created_by", "reason")),
)


def _write_first_versions(connection: sa.Connection) -> None:
    levels: dict[int, list[dict[str, object]]] = {}
    for row in connection.execute(sa.select(_LEVEL).order_by(_LEVEL.c.product_id, _LEVEL.c.level)):
        levels.setdefault(row.product_id, []).append(
            {"prefix": row.prefix, "children": row.children, "gtin": row.gtin}
        )
    first = [
        {
            "product_id": row.id,
            "number": 1,
            "document": _document(row, levels.get(row.id, [])),
            "created_by": "",
            "reason": "",
        }
        for row in connection.execute(sa.select(_PRODUCT).order_by(_PRODUCT.c.id))
    ]
    if first:
        connection.execute(sa.insert(_VERSION), first)


def _document(row: sa.Row[tuple[object, ...]], levels: list[dict[str, object]]) -> str:
    fields = {name: value for name, value in row._mapping.items() if name != "id"}  # noqa: SLF001 (public)
    return json.dumps(
        {"format": 1, "product": fields, "levels": levels, "details": {}},
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )


def _freeze_into_jobs(connection: sa.Connection) -> None:
    if connection.dialect.name == "sqlite":
        # The only way in which SQLite adds a column that refers to another table.
        op.execute(
            "ALTER TABLE job ADD COLUMN product_version_id INTEGER "
            "CONSTRAINT fk_job_product_version_id REFERENCES product_version (id)"
        )
    else:
        op.add_column("job", sa.Column("product_version_id", sa.BigInteger(), nullable=True))
        op.create_foreign_key(
            "fk_job_product_version_id", "job", "product_version", ["product_version_id"], ["id"]
        )
    op.execute(
        "UPDATE job SET product_version_id = "
        "(SELECT id FROM product_version WHERE product_version.product_id = job.product_id)"
    )
