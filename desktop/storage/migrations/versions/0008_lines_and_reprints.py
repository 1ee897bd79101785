"""Lines with stations and printers, rights, reprints, what a coder is told, the first article of a job."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables. Jobs that are there print on label printers, and asked for no first article."""
    key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.add_column("job", sa.Column("coder", sa.Text(), nullable=False, server_default=""))
    op.add_column("job", sa.Column("first_article", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "reprint",
        sa.Column("id", key, nullable=False),
        sa.Column("job_id", key, nullable=False),
        sa.Column("code_id", key, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name="fk_reprint_job_id"),
        sa.PrimaryKeyConstraint("id", name="pk_reprint"),
        sa.UniqueConstraint("code_id", "number", name="uq_reprint_code_id_number"),
    )
    op.create_index("ix_reprint_job_id", "reprint", ["job_id"])
    op.create_table(
        "printer",
        sa.Column("id", key, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("offset_x_mm", sa.Float(), nullable=False),
        sa.Column("offset_y_mm", sa.Float(), nullable=False),
        sa.Column("darkness", sa.SmallInteger(), nullable=True),
        sa.Column("speed_ips", sa.SmallInteger(), nullable=True),
        sa.Column("scale_x", sa.Float(), nullable=False),
        sa.Column("scale_y", sa.Float(), nullable=False),
        sa.Column("calibrated_at", sa.BigInteger(), nullable=True),
        sa.Column("calibrated_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_printer"),
        sa.UniqueConstraint("name", name="uq_printer_name"),
        sa.UniqueConstraint("address", name="uq_printer_address"),
    )
    op.create_table(
        "line",
        sa.Column("id", key, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_line"),
        sa.UniqueConstraint("name", name="uq_line_name"),
    )
    op.create_table(
        "station",
        sa.Column("id", key, nullable=False),
        sa.Column("line_id", key, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("place", sa.SmallInteger(), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.Column("printer_id", key, nullable=True),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("camera", sa.Text(), nullable=False),
        sa.Column("coder", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["line_id"], ["line.id"], name="fk_station_line_id"),
        sa.ForeignKeyConstraint(["printer_id"], ["printer.id"], name="fk_station_printer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_station"),
        sa.UniqueConstraint("line_id", "name", name="uq_station_line_id_name"),
    )
    op.create_table(
        "right_grant",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("right", sa.Text(), nullable=False),
        sa.Column("granted_at", sa.BigInteger(), nullable=False),
        sa.Column("granted_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("person", "right", name="pk_right_grant"),
    )
