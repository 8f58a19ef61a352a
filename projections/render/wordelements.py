"""Elements of WordprocessingML and their names; the page that Word files are laid out for."""

from __future__ import annotations

from typing import Any

A4, MARGIN, SIDE = (21.0, 29.7), 2.54, 2.8
"""The page and its margins, in centimetres."""
TWIPS, EMUS = 1440 / 2.54, 635
"""Twentieths of a point in a centimetre, and English metric units in one."""


def tag(told: str, *children: Any, **attributes: str) -> Any:
    """An element of WordprocessingML."""
    from docx.oxml import OxmlElement  # noqa: PLC0415

    element = OxmlElement(f"w:{told}", attrs={w(name): value for name, value in attributes.items()})
    element.extend(children)
    return element


def w(told: str) -> str:
    """The full name of ``w:told``."""
    from docx.oxml.ns import qn  # noqa: PLC0415

    return qn(f"w:{told}")
