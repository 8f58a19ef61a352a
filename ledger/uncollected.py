"""Bulk work without the collector of cycles: what a load or a replay makes stays, and has no cycles.

The collector would go through all of it again and again, which takes as long as the work itself.
"""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def uncollected() -> Iterator[None]:
    """Let no cycles be collected inside, unless they were not collected before."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            if not gc.get_freeze_count():
                gc.freeze()  # all that there is now counts as old, so that nothing goes through it at once
                gc.unfreeze()
            gc.enable()
