"""Fuzzing: whatever bytes are read, they raise nothing but LedgerErrors."""
