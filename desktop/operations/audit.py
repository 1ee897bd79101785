"""The audit trail: who did what, and whether anybody tampered with the record of it."""

from desktop.operations.plant import Plant
from desktop.storage import audit as stored
from desktop.storage.audit import AuditRecord, AuditVerdict

__all__ = ["AuditRecord", "AuditVerdict", "list_audit", "verify_audit"]


def verify_audit(plant: Plant) -> AuditVerdict:
    """Recompute the hash chain and the digests of the code journal.

    The verdict names the first record that was edited, removed or reordered.
    """
    with plant.store.read() as connection:
        return stored.verify(connection)


def list_audit(plant: Plant, limit: int = 200) -> tuple[AuditRecord, ...]:
    """Return the newest ``limit`` records, newest first."""
    with plant.store.read() as connection:
        return stored.newest(connection, limit)
