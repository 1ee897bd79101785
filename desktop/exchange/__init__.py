"""Files that come from and go to others: code files, products.xml, reports."""
