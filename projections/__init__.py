"""What the entries add up to: read models, summaries, documents. ``from projections import summary``."""

from typing import Any

__all__ = ["Views", "evaluation", "history", "summary"]

_HOME = {
    "Views": "projections.catch_up",
    "evaluation": "projections.reports.evaluation",
    "history": "projections.queries",
    "summary": "projections.summaries",
}


def __getattr__(name: str) -> Any:
    # Lazy, so that a command which needs only one of them does not import SQLAlchemy for the others.
    if name in _HOME:
        from importlib import import_module  # noqa: PLC0415

        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(name)
