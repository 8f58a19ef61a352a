"""The version of the program, written into every entry that it records."""

VERSION = "0.1.0"
PROGRAM = f"governance-ledger {VERSION}"
