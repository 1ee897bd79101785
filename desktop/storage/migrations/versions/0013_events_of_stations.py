"""What a station did last is found without reading all events of its order."""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the index of the events of each station."""
    op.create_index("ix_pack_event_of_station", "pack_event", ["order_id", "station_id", "id"])
