"""Label templates that come along, read by name."""
