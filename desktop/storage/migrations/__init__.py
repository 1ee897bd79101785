"""The steps that bring an older database to the present schema, run by ``desktop.storage.schema``.

A step is a module in ``versions``, named by its revision. Its tables are written out, not imported from
``desktop.storage.tables``: a step must do the same for ever, while the tables go on.
"""
