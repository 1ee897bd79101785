"""From pictures back to data: finding and decoding symbols."""
