"""The parts of the Warehouse page: bills of goods that come in and go out."""
