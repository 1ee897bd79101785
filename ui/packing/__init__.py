"""The packing station: what a packer sees, hears and scans."""
