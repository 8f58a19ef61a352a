"""The views beside a ledger: whether they are fresh, behind or damaged; and made good."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from ledger.checkup import Part, Sign, fine, note
from projections.catch_up import Views
from projections.store import store_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.application import Ledger


def freshened(ledger: Ledger, *, anew: bool = False) -> Iterator[Sign]:
    """What the views were like, and that they are good now; ``anew`` makes them again from the start."""
    place = ledger.settings.kept_views
    name = place.name if isinstance(place, Path) else place.schema
    with closing(store_of(place, ledger.settings.views)) as store:
        if not store.exists():
            yield note(Part.VIEWS, "there were none; they are made now", "原先没有视图，现已生成")
        elif not store.sound():
            yield note(
                Part.VIEWS,
                f"{name} was damaged; it is made anew from the entries, and nothing is lost",
                f"{name} 已损坏；现由分录重建，内容没有损失",
            )
            store.clear()
        elif anew:
            store.clear()
    with closing(Views(ledger, place)) as views:
        behind = views.behind()
        views.catch_up()
        if views.store.place is None:
            yield note(
                Part.VIEWS,
                f"{name} cannot be written; they are made in memory, which takes time at every question",
                f"{name} 不可写；每次查询都在内存中生成视图，较慢",
            )
            return
    yield fine(
        Part.VIEWS, f"up to the last entry; {behind:,} entries were read just now",
        f"已更新至最后一条分录；本次读入 {behind:,} 条",
    )  # fmt: skip
