"""Work orders on the screen: what hinders an order, its sums and closing, and its files."""
