"""ledger diff: Show what an issued report would now say otherwise. / 列出已发布报告现在会有不同的各句。"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from commands.parts.session import Session, reading, with_session
from commands.parts.speech import say
from ledger.language import Both

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.application import Ledger
    from ledger.language import Lang
    from projections.differences import Difference, Differences
    from projections.sentences_compared import Line

HEAD = Both(
    "{ref} as issued by #{position} (from #1 to #{before}), beside what would be said as known at #{after}:",
    "{ref}：#{position} 发布时（依据 #1 至 #{before}）与以 #{after} 时所知重新生成的比较：",
)
SAME = Both("Nothing would be said otherwise.", "各句均无不同。")
SUM = Both(
    "Sentences and cells that differ: {n}; entries that made the difference: {entries}",
    "共 {n} 句（含单元格）不同；引起不同的分录：{entries}",
)
BY_NONE = Both("none", "无")
REWORDED = Both("worded otherwise by this version of the program", "本版本程序的文字模板不同")
BY = Both("{what} ({by}{why})", "{what}（{by}{why}）")
WHY = Both("; {purpose} of #{old}: {why}", "；{purpose} #{old}：{why}")
PURPOSES = {"correction": Both("correction", "更正"), "completion": Both("completion", "补充")}
IN_GENERAL = Both("at the head", "文首")


@reading
@click.command(
    help=say(
        "Show, sentence by sentence and cell by cell, an issued report beside what would now be said of the "
        "same period up to the same cut-off, and the entries that made the difference, corrections and "
        "retractions included. REF is evaluation/2024H1, or the position of an issue.",
        "逐句、逐单元格比较已发布的报告与现在对同一期间、同一截止日会有的内容，并列出引起不同的分录（含更正和撤回）。"
        "REF 如 evaluation/2024H1，或发布分录的位置。",
    )
)
@click.argument("ref")
@click.option("--as-known-at", metavar="POSITION|TIME",
              help=say("Compare with what would have been said then.", "与当时会有的内容比较。"))  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help=say("Print JSON.", "输出 JSON。"))
@with_session
def command(session: Session, ref: str, *, as_known_at: str | None, as_json: bool) -> None:
    """See the help above."""
    from commands.parts.output import dumps
    from projections import diff

    ledger = session.open(read_only=True)
    found = diff(ledger, ref, as_known_at=as_known_at)
    if as_json:
        click.echo(dumps(_as_json(found), indent=1))
        return
    for line in _told(ledger, found, session.lang):
        click.echo(line)


def _told(ledger: Ledger, found: Differences, lang: Lang) -> Iterator[str]:
    from projections.issued import ref_of

    yield HEAD.text(lang).format(ref=ref_of(found.issue), position=found.issue.position,
                                 before=found.before.as_known_at, after=found.after.as_known_at)  # fmt: skip
    for one in found.found:
        yield ""
        yield from lines(one, lang)
    yield ""
    if not found.found:
        yield SAME.text(lang)
        return
    entries = " ".join(f"#{position}" for position in found.entries) or BY_NONE.text(lang)
    yield SUM.text(lang).format(n=len(found.found), entries=entries)
    yield from (_entry(ledger, position, lang) for position in found.entries)


def lines(one: Difference, lang: Lang) -> Iterator[str]:
    """A difference for people: where it stands, what stood there, what stands there now, through what."""
    yield one.line.place or IN_GENERAL.text(lang)
    if one.before:
        yield f"- {one.before.text}"
    if one.after:
        yield f"+ {one.after.text}"
    causes = [f"#{position}" for position in one.entries]
    yield f"  ← {' '.join([*causes, *([REWORDED.text(lang)] if one.reworded else [])])}"


def _entry(ledger: Ledger, position: int, lang: Lang) -> str:
    """An entry that made a difference: what it says, who recorded it, what it corrects and why."""
    from commands.parts import entries

    entry = ledger.entry(position)
    why = ""
    if entry.purpose and entry.corrects:
        purpose = PURPOSES[entry.purpose].text(lang)
        why = WHY.text(lang).format(purpose=purpose, old=entry.corrects, why=entry.reason or "—")
    told = BY.text(lang).format(what=entries.sentence(entry, ledger, lang), by=entry.recorded_by, why=why)
    return f"  #{position} {told}"


def _as_json(found: Differences) -> dict[str, Any]:
    return {
        "position": found.issue.position,
        "matter": found.issue.matter,
        "as_issued_at": found.before.as_known_at,
        "as_known_at": found.after.as_known_at,
        "differences": [
            {"chapter": one.line.chapter, "measure": one.line.measure, "cell": one.line.cell,
             "before": _line(one.before), "after": _line(one.after), "entries": list(one.entries),
             "reworded": one.reworded}
            for one in found.found
        ],
        "entries": found.entries,
    }  # fmt: skip


def _line(line: Line | None) -> dict[str, Any] | None:
    return {"text": line.text, "positions": list(line.positions)} if line else None
