"""The tamper-evident log: the only place in ledger/ with SQL, over plain DB-API."""
