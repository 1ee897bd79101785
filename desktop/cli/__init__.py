"""The command line: the same operations as the windows, for scripts, line PCs and the ERP.

Exit status: 0 done; 1 done and the answer is no; 2 bad input or use; 3 device or storage trouble.
With ``--json`` one object goes to standard output; errors are one line on standard error.
"""
