"""Evidence: documents that entries name by their digest, kept beside the ledger."""
