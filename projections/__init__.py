"""What the entries add up to: read models, summaries, documents. ``from projections import summary``."""

from typing import Any

__all__ = [
    "Views",
    "diff",
    "evaluation",
    "history",
    "issue",
    "issue_correction",
    "recompute",
    "reconciled",
    "reproduce",
    "summary",
]

_HOME = {
    "Views": "projections.catch_up",
    "diff": "projections.differences",
    "evaluation": "projections.reports.evaluation",
    "history": "projections.queries",
    "issue": "projections.issuing",
    "issue_correction": "projections.issuing",
    "recompute": "projections.reproducing",
    "reconciled": "projections.reports.evaluation.reconciliation",
    "reproduce": "projections.reproducing",
    "summary": "projections.summaries",
}


def __getattr__(name: str) -> Any:
    # Lazy, so that a command which needs only one of them does not import SQLAlchemy for the others.
    if name in _HOME:
        from importlib import import_module  # noqa: PLC0415

        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(name)
