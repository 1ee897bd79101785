"""The plant's own label designs: drafts that are drawn, and the revisions that they are frozen as.

The door to all that concerns designs; drafts, revisions and comparison have modules of their own.
"""

from desktop.operations.design_comparison import Comparison, compare
from desktop.operations.design_drafts import (
    MOST_HISTORY,
    DesignRow,
    Draft,
    SavedElsewhere,
    close_draft,
    delete_draft,
    export_design,
    find_draft,
    import_design,
    list_designs,
    new_draft,
    open_draft,
    recover,
    rename_draft,
    save_draft,
)
from desktop.operations.design_revisions import RevisionRow, freeze, open_revision, revisions

__all__ = [
    "MOST_HISTORY",
    "Comparison",
    "DesignRow",
    "Draft",
    "RevisionRow",
    "SavedElsewhere",
    "close_draft",
    "compare",
    "delete_draft",
    "export_design",
    "find_draft",
    "freeze",
    "import_design",
    "list_designs",
    "new_draft",
    "open_draft",
    "open_revision",
    "recover",
    "rename_draft",
    "revisions",
    "save_draft",
]
