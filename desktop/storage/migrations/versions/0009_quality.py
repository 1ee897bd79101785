"""Sampling plans, grades of samples with their pictures, and the status of batches."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables. Batches that are there are under test: nobody has graded them."""
    key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    digits = sa.String(20).with_variant(sa.String(20, collation="C"), "postgresql")
    op.create_table(
        "sampling_plan",
        sa.Column("id", key, nullable=False),
        sa.Column("job_id", key, nullable=True),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name="fk_sampling_plan_job_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sampling_plan"),
    )
    op.create_index("ix_sampling_plan_job_id", "sampling_plan", ["job_id"])
    op.create_table(
        "sample_event",
        sa.Column("id", key, nullable=False),
        sa.Column("job_id", key, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("occasion", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name="fk_sample_event_job_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sample_event"),
    )
    op.create_index("ix_sample_event_job_id", "sample_event", ["job_id"])
    op.create_table(
        "grade_record",
        sa.Column("id", key, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("job_id", key, nullable=True),
        sa.Column("code", digits, nullable=False),
        sa.Column("label", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("occasion", sa.Text(), nullable=False),
        sa.Column("repeat_of", key, nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("symbology", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("grade", sa.Float(), nullable=True),
        sa.Column("at_most", sa.Float(), nullable=True),
        sa.Column("formal", sa.Text(), nullable=False),
        sa.Column("minimum", sa.Float(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("calibrated", sa.Boolean(), nullable=False),
        sa.Column("faults", sa.Text(), nullable=False),
        sa.Column("not_measurable", sa.Text(), nullable=False),
        sa.Column("printer", sa.Text(), nullable=False),
        sa.Column("design_revision_id", key, nullable=True),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("picture_sha256", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name="fk_grade_record_job_id"),
        sa.ForeignKeyConstraint(["repeat_of"], ["grade_record.id"], name="fk_grade_record_repeat_of"),
        sa.ForeignKeyConstraint(
            ["design_revision_id"], ["design_revision.id"], name="fk_grade_record_design_revision_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_grade_record"),
    )
    op.create_index("ix_grade_record_job_id", "grade_record", ["job_id"])
    op.create_index("ix_grade_record_code", "grade_record", ["code"])
    op.create_table(
        "grade_picture",
        sa.Column("record_id", key, autoincrement=False, nullable=False),
        sa.Column("png", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["record_id"], ["grade_record.id"], name="fk_grade_picture_record_id"),
        sa.PrimaryKeyConstraint("record_id", name="pk_grade_picture"),
    )
    op.create_table(
        "batch_event",
        sa.Column("id", key, nullable=False),
        sa.Column("batch_id", key, nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name="fk_batch_event_batch_id"),
        sa.PrimaryKeyConstraint("id", name="pk_batch_event"),
    )
    op.create_index("ix_batch_event_batch_id", "batch_event", ["batch_id"])
