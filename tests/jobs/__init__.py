"""Running print jobs."""
