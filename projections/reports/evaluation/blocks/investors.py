"""How often investors were received, and how many of their questions were answered."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ledger.language import Both
from ledger.periods import Scope
from ledger.values import Quantity
from projections.document import Run, fill, listed
from projections.reports.evaluation.context import of
from projections.reports.evaluation.sentences import Sentence
from projections.reports.evaluation.times import by_scope, in_the_period, on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.entry import Entry
    from projections.reports.evaluation.context import Context, Link

OF, USE = "investors", "counted"
DID = Both("the Company {parts}", "公司{parts}")
RECEIVED = Both("received {who} {times}", "接待{who}调研 {times}")
ANYBODY = Both("investors", "投资者")
ASKED = Both(
    "had {asked} from investors on {platform}{answered}{rate}",
    "通过{platform}收到投资者提问、留言 {asked}{answered}{rate}",
)
REPLIED = Both(
    "replied to investors on {platform}{answered}{rate}", "通过{platform}答复投资者提问{answered}{rate}"
)
ANSWERED = Both(", of which it answered {answered}", "，答复 {answered}")
RATE = Both(", with a reply rate of {rate}", "，回复率为 {rate}")
TIMES = Both("times", "次")
QUESTIONS = Both("questions or messages", "")
STRADDLES = Both(
    "#{at} ({days}) may lie inside or outside the period and is not counted; correct its day",
    "#{at}（{days}）可能在期内，也可能在期外，未计入；请更正其日期",
)


def write(context: Context, links: list[Link]) -> Iterator[Sentence]:
    """A sentence for each span, with the visits by class of investors and the questions by platform."""
    matters = [context.matter(matter) for matter in dict.fromkeys(link.to.matter for link in links)]
    entries = [
        one for matter in matters for one in matter.entries("investors-received", "questions-answered")
    ]
    spans: dict[Any, list[Entry]] = {}
    for entry in entries:
        days: Any = entry.event.occurred_on
        scope = context.scope(days)
        if scope is Scope.UNDECIDED:
            context.leave_open(STRADDLES, at=entry.position, days=days)
        elif scope is not Scope.OUTSIDE:
            # Within the period all days count together; outside it each span says its own time.
            spans.setdefault(scope if scope in (Scope.PERIOD, Scope.SINCE) else days, []).append(entry)
    for within in spans.values():
        days = within[0].event.occurred_on
        scope = context.scope(days)
        parts = [*_visits(context, within), *(_questions(context, one) for one in _asked(within))]
        between = ("，", None) if context.lang == "zh" else ("; ", " and ")
        yield Sentence(
            _when(context, scope, days, within), fill(context.say(DID), parts=listed(parts, *between))
        )


def _when(context: Context, scope: Scope, days: Any, entries: list[Entry]) -> Run | None:
    if scope is not Scope.PERIOD:
        return by_scope(context, scope, days, *entries)
    if len({one.event.occurred_on for one in entries}) > 1 or str(days) == context.window.period.label:
        return in_the_period(context)
    return on(context, days, *entries)  # a count of half the year is not told as one of the whole


def _asked(entries: list[Entry]) -> list[Entry]:
    return [entry for entry in entries if entry.kind == "questions-answered"]


def _visits(context: Context, entries: list[Entry]) -> Iterator[list[Run]]:
    """The visits of each class: added up where every count is exact, each by itself where one is not."""
    classes: dict[Any, list[Entry]] = {}
    for entry in entries:
        if entry.kind == "investors-received":
            classes.setdefault(of(entry).investor_class, []).append(entry)
    for who, visits in classes.items():
        counts = [of(one).times or Quantity("", Decimal(1), "次") for one in visits]
        parts = [(count, [one]) for count, one in zip(counts, visits, strict=True)]
        if not any(count.qualifier for count in counts):
            total = sum((count.number for count in counts), Decimal(0))
            parts = [(Quantity("", total, "次"), visits)]
        for count, told in parts:
            named = context.run(who, *told) if who else context.say(ANYBODY)
            times = Run(_shown(context, count, TIMES), tuple(one.position for one in told))
            yield fill(context.say(RECEIVED), who=named, times=times)


def _questions(context: Context, entry: Entry) -> list[Run]:
    event = of(entry)
    answered = rate = asked = None
    if event.asked:
        asked = Run(_shown(context, event.asked, QUESTIONS), (entry.position,))
    if event.answered:
        answered = Run(_shown(context, event.answered, QUESTIONS), (entry.position,))
    if event.reply_rate:
        rate = context.run(event.reply_rate, entry)
    return fill(
        context.say(ASKED if asked else REPLIED), platform=context.party(event.platform, entry),
        asked=asked or "",
        answered=fill(context.say(ANSWERED), answered=answered) if answered else [],
        rate=fill(context.say(RATE), rate=rate) if rate else [],
    )  # fmt: skip


def _shown(context: Context, count: Quantity, unit: Both) -> str:
    """The number with its qualifier; in English with a unit of that language."""
    if context.lang == "zh":
        return count.show("zh")
    return Quantity(count.qualifier, count.number, unit.en).show("en")
