"""What is done about a problem at a packing line, step by step."""
