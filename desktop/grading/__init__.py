"""Print quality of real symbols: measured by the standards, never flattered."""
