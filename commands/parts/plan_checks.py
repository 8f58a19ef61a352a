"""What the commands on an action plan refuse, though the ledger itself would only flag or even take it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger import plans
from ledger.errors import LedgerError, shown
from ledger.language import Both

if TYPE_CHECKING:
    from ledger.application import Ledger
    from ledger.event import GovernanceEvent
    from ledger.matter import Matter

UNTOLD = ("ledger", "plan")
"""Types of matters that are no evidence: the ledger's own, and the plans themselves."""
NOTHING = Both("nothing", "无")


class NoHeadingError(LedgerError):
    """A heading that the plan does not have."""

    sentence = Both(
        "{plan} has no chapter or measure {under}; it has {known}. Declare it first: ledger record "
        "measure-committed",
        "{plan} 中没有章或举措 {under}；现有：{known}。请先记录：ledger record 承诺举措",
    )


class NoEvidenceError(LedgerError):
    """What can be no evidence for anything."""

    sentence = Both(
        "{cites} tells of the ledger or of a plan itself, so no sentence can be made of it; cite what "
        "happened: ledger history lists it.",
        "{cites} 是账本或方案自身的记录，无法据以成句；请引用实际发生的事项，可用 ledger history 查看。",
    )


class NotLinkedError(LedgerError):
    """There is nothing to take away, and nothing that topics propose."""

    sentence = Both(
        "{under} does not cite {cites}, nor do its topics propose it; it cites: {linked}. "
        "Name one as it stands there.",
        "{under} 没有引用 {cites}，其主题也未提议该项；现引用：{linked}。请按所列写明。",
    )


class NothingToClearError(LedgerError):
    """Nothing stands where something is to be cleared."""

    sentence = Both(
        "the ledger has nothing in {matter} to clear; record it first, or mend its name (ledger history).",
        "账本中没有 {matter} 的有效分录，无可核准；请先记录，或更正其编号（ledger history 可查看）。",
    )


def check_link(ledger: Ledger, plan: Matter, event: GovernanceEvent) -> None:
    """Evidence that a sentence may be made of, under a heading of the plan."""
    _ = ledger
    link: Any = event
    _check_heading(plan, link.under)
    if link.cites.matter.partition("/")[0] in UNTOLD:
        raise NoEvidenceError(cites=link.cites)


def check_unlink(ledger: Ledger, plan: Matter, event: GovernanceEvent) -> None:
    """What is linked there, or what the topics of the heading find."""
    told: Any = event
    linked = [str(link.event.cites) for link in _links(plan, told.under)]
    if str(told.cites) not in linked and not _proposed(ledger, plan, told):
        names = ", ".join(dict.fromkeys(linked)) or NOTHING
        raise NotLinkedError(under=shown(told.under), cites=shown(str(told.cites)), linked=names)


def check_clear(ledger: Ledger, plan: Matter, event: GovernanceEvent) -> None:
    """Something that stands in the ledger."""
    _ = plan
    told: Any = event
    if not ledger.matter(told.cites.matter).standing:
        raise NothingToClearError(matter=told.cites.matter)


def _check_heading(plan: Matter, under: str) -> None:
    known = [heading.event.number for heading in _headings(plan)]
    if under not in known:
        raise NoHeadingError(plan=plan.id, under=shown(under), known=", ".join(known) or NOTHING)


def _headings(plan: Matter) -> list[Any]:
    return list(plans.headings(plan, dropped=True))


def _links(plan: Matter, under: str) -> list[Any]:
    return list(plans.links(plan, under))


def _proposed(ledger: Ledger, plan: Matter, told: Any) -> bool:
    """Whether it, or a meeting of the body that it is, has a topic of the heading, which proposes it."""
    topics = {topic for one in _headings(plan) if one.event.number == told.under
              for topic in one.event.topics or ()}  # fmt: skip
    cited = told.cites.matter
    body = cited.startswith("body/")
    matters = ledger.matters(f"meeting/{cited.partition('/')[2]}/") if body else [cited]
    standing = (held.entry.event for matter in matters for held in ledger.matter(matter).standing)
    return any(topics & set(event.topics or ()) for event in standing)
