"""The reports, one folder each: what it asks of the ledger, and its wording in both languages."""
