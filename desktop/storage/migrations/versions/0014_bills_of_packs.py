"""The bills of a pack are found by its code: each scan at a packing station asks for them."""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the index of the packs on bills."""
    op.create_index("ix_bill_code_code_id", "bill_code", ["code_id"])
