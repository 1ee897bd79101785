"""The parts of the page Trace: the tree of packs, the story of a code, lists of packs."""
