"""Fonts: those that a PDF is set in, from a folder, the package of Chinese fonts, or the system."""

from __future__ import annotations

from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ledger.errors import LedgerError
from ledger.language import Both

if TYPE_CHECKING:
    import typst

PACKAGE = "pylopdf_fonts_zh_cn"
SERIF = ("Noto Serif SC", "Noto Serif CJK SC", "Source Han Serif SC", "SimSun", "NSimSun", "STSong")
SANS = ("Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC", "SimHei", "STHeiti")
"""宋体 for the text and 黑体 for headings, the first that is there."""


class NoFontError(LedgerError):
    """There is no Chinese font to set a PDF in."""

    sentence = Both(
        "no Chinese font for a PDF in {where}: put Noto Serif SC and Noto Sans SC into a folder and name it "
        "as fonts in ledger.toml.",
        "{where}没有可用于 PDF 的中文字体：请将 Noto Serif SC 和 Noto Sans SC 放入一个文件夹，"
        "并在 ledger.toml 中以 fonts 指定。",
    )


class Fonts(NamedTuple):
    """The fonts that are at hand, and the names of the two families to use."""

    loaded: typst.Fonts
    serif: str
    sans: str


@lru_cache(maxsize=2)
def fonts(folder: Path | None = None) -> Fonts:
    """The fonts of a folder, else of the package, else of the system; NoFontError without Chinese ones."""
    import typst  # noqa: PLC0415 - only a PDF needs it

    own = folder or _packaged()
    loaded = typst.Fonts(include_system_fonts=own is None, font_paths=[own] if own else [])
    families = set(loaded.families())
    serif, sans = (next((name for name in names if name in families), None) for names in (SERIF, SANS))
    if not (serif or sans):
        where = Both(str(folder), str(folder)) if folder else Both("the system", "系统中")
        raise NoFontError(where=where)
    return Fonts(loaded, serif or str(sans), sans or str(serif))


def _packaged() -> Path | None:
    """The folder of the package of fonts, where it is installed."""
    spec = find_spec(PACKAGE)
    return Path(spec.origin).parent if spec and spec.origin else None
