"""Unread: an event of a kind or version that this program does not know, kept and shown as stored."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, ClassVar, NoReturn

from ledger.errors import LedgerError
from ledger.event import GovernanceEvent, KindSpec
from ledger.language import Both


class NewerKindError(LedgerError, AttributeError):
    """A rule asked an event for a field, but this program cannot know what the field means."""

    sentence = Both(
        "there is an entry of the kind {kind} that this program does not know, so that this matter cannot "
        "be worked on; install the newer program, or name the module of the kind under kinds in ledger.toml.",
        "该事项中有本程序不认识的“{kind}”分录，无法处理；请安装新版程序，"
        "或在 ledger.toml 的 kinds 中列出声明该种类的模块。",
    )


class Unread(GovernanceEvent):
    """An event as stored; no rule may read a field of it."""

    stored: dict[str, Any]

    def cells(self) -> dict[str, str]:
        """Its fields as stored."""
        return {name: str(value) for name, value in self.stored.items()}

    def __getattr__(self, name: str) -> NoReturn:
        raise NewerKindError(kind=self.spec.slug)


def unread(slug: str, matter: str, stored: dict[str, Any]) -> Unread:
    """The event of an unknown kind that stands in ``matter``."""
    return _class(slug, matter.partition("/")[0]).model_construct(stored=stored)


def readable(event: GovernanceEvent) -> GovernanceEvent:
    """The event, for a rule to read; NewerKindError if nothing of it is known here, not even its day."""
    if isinstance(event, Unread):
        raise NewerKindError(kind=event.spec.slug)
    return event


@lru_cache(maxsize=256)
def _class(slug: str, matter: str) -> type[Unread]:
    label = Both(f"{slug} (not known to this program)", f"{slug}（本程序不认识的种类）")

    class OfUnknownKind(Unread):
        spec: ClassVar[KindSpec] = KindSpec(
            slug, label, label, label, matter, opens=True, once=False, ruled=False, cls=Unread,
            fields={}, occurrence=None, joins=None, item=None,
        )  # fmt: skip

    return OfUnknownKind
