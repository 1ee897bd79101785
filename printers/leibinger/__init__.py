"""Leibinger JET inkjet printers, one record a print through their mailing FIFO."""
