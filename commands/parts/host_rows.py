"""Asking all ledgers of a host: the options that choose them, a line for each, the failures in the end."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commands.parts.output import emit, formatted
from commands.parts.progress import counter
from commands.parts.speech import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from commands.parts.session import Session
    from ledger.fan_out import Outcome
    from ledger.hosting import Host

    Row = dict[str, Any]

_LANG = click.Option(
    ["--lang"], type=click.Choice(["zh", "en"]), expose_value=False, is_eager=True,
    callback=lambda ctx, _param, value: value and ctx.meta.update(lang=value),
    help=say("Language of the output.", "输出语言。"),
)  # fmt: skip


class Asking:
    """The ledgers of one host that are meant, and how the answers are printed."""

    def __init__(self, session: Session, given: Mapping[str, Any]) -> None:
        from ledger.hosting import Host

        self.session = session
        self.host: Host = Host.at(given["ledgers"], given["folder"])
        self.workers: int = given["workers"]
        self.form: str = given["form"]
        self.secrets = self.host.database.secrets()
        self.seen: Callable[[Row], None] | None = None
        """Who is told each answer besides."""

    def ask(
        self, patterns: Sequence[str], task: Callable[..., Row], columns: Mapping[str, str], **options: Any
    ) -> None:
        """Ask each ledger that is called so; ends with exit code 1 if one gave no answer."""
        from projections.fleet import asked

        self.run(self.host.names(patterns), partial(asked, self.host, task, options), columns)

    def run(self, names: Sequence[str], work: Callable[[str], Row], columns: Mapping[str, str]) -> None:
        """Do the work for each name; tell in the end what failed, and that is exit code 1."""
        from ledger.fan_out import each

        failed: list[Outcome] = []
        heads = {"ledger": say("Ledger", "账本"), "ok": say("Done", "完成"), **columns}
        with counter(len(names), say("ledgers", "账本"), every=1) as progress:
            emit(
                self._rows(each(names, work, self.workers, self.secrets), failed, progress), self.form, heads
            )
        for outcome in failed:
            self.session.tell(*[f"! {outcome.name}: {{told}}"] * 2, told=self._told(outcome))
        if failed:
            self.session.tell("{n} of {all} ledgers failed.", "{all} 本账中有 {n} 本失败。",
                              n=len(failed), all=len(names))  # fmt: skip
            self.session.ctx.exit(1)

    def _rows(
        self, outcomes: Iterable[Outcome], failed: list[Outcome], progress: Callable[[int], None]
    ) -> Iterator[Row]:
        for done, outcome in enumerate(outcomes, 1):
            progress(done)
            row = {"ledger": outcome.name, "ok": outcome.error is None, **outcome.row}
            if outcome.error:
                failed.append(outcome)
                row["error"] = self._told(outcome)
            elif self.seen:
                self.seen(row)
            yield row if self.form in ("json", "nl") else {key: _shown(value) for key, value in row.items()}

    def _told(self, outcome: Outcome) -> str:
        return outcome.error.text(self.session.lang) if outcome.error else ""


def _shown(value: object) -> object:
    return value if not isinstance(value, bool) else say("yes", "是") if value else say("no", "否")


def over_host(command: click.Command) -> click.Command:
    """Give a command the options of all that go over many ledgers."""
    formatted(command)
    command.params += [
        click.Option(["--ledgers"], metavar="URL", required=True, help=say(
            "The database: postgresql://USER@HOST/DATABASE.", "数据库：postgresql://用户@主机/数据库。")),
        click.Option(["--folder"], metavar="DIR", type=click.Path(path_type=Path), help=say(
            "Where the folders of the ledgers are, called as they are.  [default: ~/.governance-ledger]",
            "各账本文件夹所在的文件夹，以账本命名。[默认：~/.governance-ledger]")),
        click.Option(["--workers"], metavar="N", type=click.IntRange(1, 64), default=os.cpu_count() or 1,
                     help=say("Ledgers at once.  [default: as many as processors]",
                              "同时处理的账本数。[默认：处理器数]")),
        _LANG,
    ]  # fmt: skip
    return command
