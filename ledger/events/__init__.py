"""The kinds of events, one file per area; a kind is added here and nowhere else."""
