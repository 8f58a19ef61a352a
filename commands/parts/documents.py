"""Documents given at a command as ROLE=FILE: read first, kept once the rest is sound, then recorded."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from commands.parts.kept import role_label
from commands.parts.speech import say
from ledger.errors import USAGE, LedgerError, ValueProblem, shown
from ledger.language import Both

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ledger.application import Ledger
    from ledger.entry import Evidence
    from ledger.language import Lang

ROLE_FILE = say("ROLE=FILE", "角色=文件")
_EVIDENCE = click.Option(
    ["--evidence", "--凭证"],
    multiple=True,
    metavar=ROLE_FILE,
    help=say(
        "Document that supports it, such as minutes=FILE; may be given several times. Roles: ledger evidence "
        "add --help",
        "作为凭证的文件，如 会议记录=文件；可多次填写。角色见：ledger evidence add --help",
    ),
)
_EQUALS = re.compile("[=＝]")
NO_FILE = Both("the file is missing", "缺少文件")


class NotRoleAndFileError(LedgerError):
    """A document that is not given as ROLE=FILE."""

    exit_code = USAGE
    sentence = Both(
        "“{given}”: {why}. Write ROLE=FILE, as in minutes=FILE; roles: {roles}.",
        "“{given}”：{why}。请写成 角色=文件，如 会议记录=文件；角色有：{roles}。",
    )


class Given(NamedTuple):
    """The documents of one call: what the entries will say of them, and where they are now."""

    pieces: tuple[Evidence, ...]
    files: dict[str, Path]
    """Digest -> file."""


def evidenced(command: click.Command) -> click.Command:
    """Give a command the option --evidence, as the argument ``evidence``."""
    command.params.append(_EVIDENCE)
    return command


def given(documents: Iterable[str]) -> Given:
    """The documents that the arguments name, read and hashed; nothing is kept yet."""
    from ledger.entry import Evidence
    from ledger.evidence.documents import digest_of, name_of

    pieces: list[Evidence] = []
    files: dict[str, Path] = {}
    for told in documents:
        role, path = _parts(told)
        digest = digest_of(path)
        files[digest] = path
        pieces.append(Evidence(role, name_of(path), digest))
    return Given(tuple(dict.fromkeys(pieces)), files)


def keep(ledger: Ledger, files: Mapping[str, Path], pieces: Iterable[Evidence]) -> None:
    """Keep those of the files that ``pieces`` name; entries that a dry run found sound are to name them."""
    from ledger.evidence.store import Store
    from ledger.evidence.supporting import check_not_erased

    named = {piece.sha256: piece for piece in pieces if piece.sha256 in files}
    check_not_erased(named.values(), ledger)
    Store(ledger.settings.evidence).keep({digest: files[digest] for digest in named})


def _parts(told: str) -> tuple[str, Path]:
    from ledger.values import DocumentRole

    role, *rest = _EQUALS.split(told, maxsplit=1)
    if not rest or not rest[0]:
        raise NotRoleAndFileError(given=shown(told), why=NO_FILE, roles=roles())
    try:
        return DocumentRole.of(role).value, Path(os.path.expanduser(rest[0]))  # noqa: PTH111 - never fails
    except ValueProblem as refusal:
        why = Both(f"there is no role “{shown(role)}”", f"没有“{shown(role)}”这个角色")
        raise NotRoleAndFileError(given=shown(told), why=why, roles=roles()) from refusal


def roles() -> Both:
    """The roles, by both of their names."""
    from ledger.values import DocumentRole

    return Both(
        ", ".join(f"{role.value} ({role.label.zh})" for role in DocumentRole),
        "、".join(f"{role.label.zh}（{role.value}）" for role in DocumentRole),
    )


def told(pieces: Iterable[Evidence], lang: Lang) -> str:
    """What was recorded with an entry, a line each."""
    label = Both("Evidence", "凭证").text(lang)
    return "".join(f"\n{label}: {role_label(piece.role, lang)} {piece.name}" for piece in pieces)
