"""The ledger: kinds of events, the rule of a matter, the log. ``from ledger import Ledger``."""

from typing import Any

__all__ = ["Catalogue", "Change", "Ledger", "LedgerError", "Settings"]

_HOME = {
    "Catalogue": "ledger.catalogue",
    "Change": "ledger.batch",
    "Ledger": "ledger.application",
    "LedgerError": "ledger.errors",
    "Settings": "ledger.settings",
}


def __getattr__(name: str) -> Any:
    # Lazy, so that a command which needs only the catalogue does not import the database layer.
    if name in _HOME:
        from importlib import import_module  # noqa: PLC0415

        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(name)
