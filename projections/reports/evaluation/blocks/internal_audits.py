"""Which sorts of internal audit were performed."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from ledger.language import Both
from ledger.periods import Scope
from projections.document import fill, listed
from projections.reports.evaluation.context import of
from projections.reports.evaluation.sentences import Sentence
from projections.reports.evaluation.times import by_scope

if TYPE_CHECKING:
    from collections.abc import Iterator

    from projections.reports.evaluation.context import Context, Link

OF, USE = "audit", "named"
DONE = Both("the {owner} carried out audits of the following types: {types}", "公司{owner}开展了{types}")
NOBODY = Both("internal audit function", "内部审计机构")


def write(context: Context, links: list[Link]) -> Iterator[Sentence]:
    """A sentence for each span in which one department did audits, naming their types."""
    audits = [entry for link in links for entry in context.matter(link.to.matter).entries("audit-performed")]
    told = [entry for entry in audits if context.scope(of(entry).performed_on) is not Scope.OUTSIDE]
    for (owner, days), group in groupby(told, key=lambda entry: (of(entry).owner, of(entry).performed_on)):
        entries = list(group)
        types = [[context.run(of(entry).type, entry)] for entry in entries]
        yield Sentence(by_scope(context, context.scope(days), days, *entries), fill(
            context.say(DONE), types=listed(types, *context.commas),
            owner=context.party(owner, *entries) if owner else context.say(NOBODY),
        ))  # fmt: skip
