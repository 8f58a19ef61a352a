"""One file per read model; each is found by its ``VIEW``."""
