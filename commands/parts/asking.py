"""Asking for an event field by field: what ``ledger record`` does at a terminal when it was not told all.

Every answer is checked at once; nothing is recorded before the register's sentence was shown and agreed to.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from commands.parts.asking_form import Form
from commands.parts.asking_kind import ask_kind
from commands.parts.speech import say
from commands.parts.suggesting import Suggestions
from commands.parts.terminal import NoSuchNumberError, Option, StepBack, ask, chosen, no_such, spread, tell
from ledger.errors import LedgerError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from commands.parts.asking_form import Answers
    from commands.parts.session import Session
    from ledger.application import Ledger
    from ledger.entry import Entry
    from ledger.event import KindSpec


def asked(
    session: Session, ledger: Ledger, spec: KindSpec | None, cells: Mapping[str, str], matter: str | None
) -> Answers:
    """What to record, beginning with what is known already; click.Abort if it is not to be recorded."""
    greet()
    with suggesting(session, ledger) as suggestions:
        while True:
            chosen_kind = spec or session.catalogue.spec(ask_kind(session.catalogue, session.lang))
            form = Form(session, ledger, suggestions, chosen_kind, dict(cells), matter)
            try:
                return form.filled()
            except StepBack:
                continue


def asked_next(session: Session, ledger: Ledger, entry: Entry) -> Answers | None:
    """What to record in the matter of an entry after it; None if nothing more happened, or nothing can."""
    matter_type = entry.matter.partition("/")[0]
    joining = [spec for spec in session.catalogue.specs() if spec.joins and spec.matter == matter_type]
    if not joining:
        return None
    options = [Option(spec.label.text(session.lang), spec.slug) for spec in joining]
    tell("\n" + say(f"Next in {entry.matter}:", f"{entry.matter} 的下一条："))
    spread(options)
    while told := ask(
        say("Kind (number or name, Enter to end)", "种类（编号或名称；回车结束）"), options=options
    ):
        try:
            spec = session.catalogue.spec(session.catalogue.find(chosen(told, options)))
            cells = {spec.joins: entry.matter} if spec.joins and spec in joining else {}
            with suggesting(session, ledger) as suggestions:
                return Form(session, ledger, suggestions, spec, cells, None).filled()
        except NoSuchNumberError as number:
            no_such(number)
        except LedgerError as unknown:
            tell("! " + unknown.text(session.lang))
        except StepBack:
            continue
    return None


def greet() -> None:
    """Say how to get help, to go back and to leave."""
    tell(say("?  help   <  one step back   Ctrl-C  leave, with nothing recorded",
             "?  说明   <  上一步   Ctrl-C  放弃，不作任何记录"))  # fmt: skip


@contextmanager
def suggesting(session: Session, ledger: Ledger) -> Iterator[Suggestions]:
    """What a conversation begins with: who records, and what may be suggested."""
    from projections import Views
    from projections.names import Names

    while not session.by:
        session.ctx.meta["by"] = ask(say("Who records", "记录人"))
        del session.by
    with Views.of(ledger).at() as reading:
        yield Suggestions(ledger, Names.of(reading), session.lang)
