"""The files of the sample plant: a product, a code file for each pack level, and what made them."""
