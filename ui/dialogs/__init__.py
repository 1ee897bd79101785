"""Windows that open above a page and are answered."""
