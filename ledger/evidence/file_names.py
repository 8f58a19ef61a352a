"""Names of documents as names of files: such as any system takes, and each only once in a folder."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 180
"""Bytes of a name, which leaves room below the 255 of most systems for a number before or after it."""
_FORBIDDEN = re.compile(r'[/\\:*?"<>|]')
_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
"""Categories of signs that no one sees: control, format (which may turn the text around), separators."""
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)
"""Names that Windows keeps for its devices, whatever follows them."""


class FileNames:
    """The names of one folder."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, name: str) -> str:
        """A safe name after ``name``, with a number behind it where that is taken in either case."""
        stem, suffix = _parts(safe(name))
        taken, number = stem + suffix, 2
        while taken.casefold() in self._taken:
            taken, number = f"{stem} ({number}){suffix}", number + 1
        self._taken.add(taken.casefold())
        return taken


def safe(name: str) -> str:
    """``name`` as a file may be called on any system, shortened before its suffix."""
    seen = "".join("_" if unicodedata.category(sign) in _UNSEEN else sign for sign in name)
    stem, suffix = _parts(_FORBIDDEN.sub("_", unicodedata.normalize("NFC", seen)).strip(" ").lstrip("."))
    room = LONGEST - len(suffix.encode())
    told = (stem.encode()[:room].decode(errors="ignore") + suffix).rstrip(" .")
    return f"_{told}" if not told or _RESERVED.fullmatch(told) else told


def _parts(name: str) -> tuple[str, str]:
    """What stands before the last dot, and the suffix, if what follows looks like one."""
    stem, dot, suffix = name.rpartition(".")
    return (stem, dot + suffix) if stem and suffix.isalnum() and len(suffix.encode()) < 16 else (name, "")
