"""What several commands share. Each file beside this folder is a command."""
