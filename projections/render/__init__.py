"""One file per format; each has ``render(document) -> str``."""
