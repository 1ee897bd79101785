"""What is made and printed: products, pack levels, batches, code pools and jobs, as plain values."""
