"""What is reconciled: one file for each sort of figure; ``check`` gives the checks of an entry."""
