"""The database: tables, transactions, migrations and the audit chain. The only room that knows SQL."""
