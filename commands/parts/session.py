"""What every command shares: the ledger that it is about, who records, which language, how to print."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

import click

from commands.parts.speech import say, spoken
from ledger.language import Both, Lang

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ledger.application import Ledger
    from ledger.catalogue import Catalogue
    from ledger.settings import Settings

F = TypeVar("F", bound="Callable[..., Any]")


class Session:
    """The options that are given at any command, and what follows from them."""

    def __init__(self, ctx: click.Context) -> None:
        self.ctx = ctx
        self.named: str | None = ctx.meta.get("ledger")

    @cached_property
    def settings(self) -> Settings:
        """The settings of the ledger that was named or found."""
        from ledger.settings import Settings  # reads TOML and time zones, which no help page needs

        return Settings.find(self.named)

    @cached_property
    def found(self) -> Settings | None:
        """The settings, where there is a ledger."""
        from ledger.settings import NoLedgerHereError

        try:
            return self.settings
        except NoLedgerHereError:
            return None

    @cached_property
    def lang(self) -> Lang:
        """``--lang``, else what the environment, the ledger or the locale says."""
        setting = self.found.language if self.found else ""
        told: Lang = self.ctx.meta.setdefault("lang", spoken(setting=setting))
        return told

    @cached_property
    def by(self) -> str:
        """Who records: ``--by``, else ``LEDGER_BY``; the ledger refuses an empty one."""
        return self.ctx.meta.get("by") or os.environ.get("LEDGER_BY", "")

    @cached_property
    def catalogue(self) -> Catalogue:
        """All kinds, those of the ledger's own modules included where there is a ledger."""
        from ledger.catalogue import Catalogue

        return Catalogue(self.found.kinds if self.found else ())

    def open(self, *, read_only: bool = False) -> Ledger:
        """Open the ledger; it is closed when the command ends."""
        from ledger.application import Ledger

        ledger = Ledger(self.settings, catalogue=self.catalogue, read_only=read_only)
        self.ctx.call_on_close(lambda: self._close(ledger))
        _ = self.lang
        return ledger

    def _close(self, ledger: Ledger) -> None:
        for notice in ledger.notices:
            self.tell(*notice)
        ledger.close()

    def tell(self, en: str, zh: str, **data: object) -> None:
        """A message to the person, on standard error."""
        click.echo(Both(en, zh).text(self.lang).format(**data), err=True)

    def tell_flags(self, flags: Sequence[tuple[int, str]]) -> None:
        """What was recorded all the same, though it is odd."""
        for position, what in flags:
            click.echo(f"! #{position} {what}", err=True)


def _remember(name: str) -> Callable[[click.Context, click.Parameter, Any], Any]:
    def callback(ctx: click.Context, param: click.Parameter, value: Any) -> Any:
        _ = param
        if value is not None:
            ctx.meta[name] = value
        return value

    return callback


_LEDGER = click.Option(
    ["--ledger"], metavar="FILE", expose_value=False, is_eager=True, callback=_remember("ledger"),
    help=say("The ledger: a ledger.toml, its folder, a database or postgresql://…  "
             "[default: LEDGER, else found upward]",
             "账本：ledger.toml、其文件夹、数据库文件或 postgresql://…。[默认：LEDGER 变量，否则向上查找]"),
)  # fmt: skip
_LANG = click.Option(
    ["--lang"], type=click.Choice(["zh", "en"]), expose_value=False, is_eager=True,
    callback=_remember("lang"), help=say("Language of the output.", "输出语言。"),
)  # fmt: skip
_BY = click.Option(
    ["--by"], metavar="NAME", expose_value=False, callback=_remember("by"),
    help=say("Who records.  [default: LEDGER_BY]", "由谁记录。[默认：LEDGER_BY 变量]"),
)  # fmt: skip
_DRY_RUN = click.Option(
    ["--dry-run"], is_flag=True,
    help=say("Check everything and print what would be recorded, as JSON that load accepts; record nothing.",
             "只检查并输出将记录的内容（JSON，可供导入），不作记录。"),
)  # fmt: skip


def anywhere(command: click.Command) -> click.Command:
    """Let the program take the options of its commands before their names, too."""
    command.params += [_LEDGER, _LANG, _BY]
    return command


def reading(command: click.Command) -> click.Command:
    """Give a command the options of all that read a ledger."""
    command.params += [_LEDGER, _LANG]
    return command


def writing(command: click.Command) -> click.Command:
    """Give a command the options of all that write to a ledger."""
    command.params += [_LEDGER, _LANG, _BY, _DRY_RUN]
    return command


def changing(command: click.Command) -> click.Command:
    """Give a command the options of one that writes to a ledger what cannot be tried first."""
    command.params += [_LEDGER, _LANG, _BY]
    return command


def with_session(function: F) -> F:
    """Pass the session as the first argument."""

    def run(*args: Any, **options: Any) -> Any:
        return function(Session(click.get_current_context()), *args, **options)

    run.__doc__ = function.__doc__
    run.__name__ = function.__name__
    run.__dict__.update(function.__dict__)
    return run  # type: ignore[return-value]
