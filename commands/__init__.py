"""What you can ask: thin click commands, one file each; no rule lives here."""
