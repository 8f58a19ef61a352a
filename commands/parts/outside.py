"""What somebody who checks a ledger has from elsewhere: a checkpoint, a key, their own folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.parts.speech import say
from commands.parts.verifier_key import key_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.audit.verification import Outside, Verified
    from ledger.language import Both
    from ledger.log.note import Note

_CHECKPOINT = click.Option(
    ["--checkpoint"], metavar="FILE", type=click.Path(path_type=Path),
    help=say("A checkpoint that you kept elsewhere.", "您在别处留存的检查点。"),
)  # fmt: skip
_KEY = click.Option(
    ["--key"], metavar="KEY",
    help=say("The verifier key that you had from the company by another way: its text, or a file that holds "
             "it.", "您另行从公司取得的验证公钥：其文本，或存有它的文件。"),
)  # fmt: skip
_AUDITOR = click.Option(
    ["--auditor"], metavar="DIR", type=click.Path(path_type=Path, file_okay=False),
    help=say("Your own folder: compares with what you saw last and remembers what you see now.",
             "您自己的文件夹：与上次所见比对，并记下本次所见。"),
)  # fmt: skip


def held_against(command: click.Command) -> click.Command:
    """Give a command the options that name what a ledger is held against."""
    command.params += [_CHECKPOINT, _KEY, _AUDITOR]
    return command


class Checker:
    """Who checks, with what they brought."""

    def __init__(self, checkpoint: Path | None, key: str | None, auditor: Path | None) -> None:
        from ledger.audit.auditor import Auditor
        from ledger.log.note import Note

        given = key_of(key) if key else None
        self.visits = Auditor(auditor) if auditor else None
        self.pinned = self.visits.key(given) if self.visits else given
        self.held = Note.parse(checkpoint.read_bytes()) if checkpoint else None

    @property
    def outside(self) -> Outside:
        """What the ledger is held against."""
        from ledger.audit.verification import Outside

        seen = self.visits.seen() if self.visits else None
        return Outside(self.pinned, [self.held] if self.held else [], [seen] if seen else [])

    def remember(self, verified: Verified, notes: Sequence[Note]) -> Both | None:
        """Keep in their folder what was verified; what to think of a key that was pinned by that."""
        from commands.parts.verdict import pinned

        if not self.visits or not verified.sound:
            return None
        self.visits.keep(verified, notes[-1] if notes else None)
        return pinned(self.visits.folder, verified.key) if verified.key and not self.pinned else None
