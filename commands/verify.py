"""ledger verify: Check that nothing recorded was altered. / 核对已记录的内容未被改动。"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.parts.output import dumps
from commands.parts.outside import Checker, held_against
from commands.parts.progress import counter
from commands.parts.session import Session, reading, with_session
from commands.parts.speech import say
from ledger.errors import UNAVAILABLE, LedgerError
from ledger.language import Both

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from ledger.audit.presented import Presented
    from ledger.audit.verification import Verified
    from ledger.publication import Publication


class NothingThereError(LedgerError):
    """There is nothing at the path that is to be verified."""

    exit_code = UNAVAILABLE
    sentence = Both(
        "there is nothing at {path}; name a ledger, an export or a proof.",
        "{path} 处没有任何内容；请指定账本、导出件或证明文件。",
    )


@reading
@held_against
@click.command(
    help=say(
        "Read all stored bytes again, hash them, and compare: with the hash tree, with the columns beside "
        "them, with the checkpoints that were signed, the documents with their digests. PATH is a ledger, "
        "an export (a folder or .zip) or a proof; without it, the ledger here. Changes nothing. Exit code 1 "
        "if something is found.",
        "重读全部存储内容并重新计算哈希，与哈希树、旁列各列、已签署的检查点逐一比对，并核对凭证文件。"
        "PATH 可为账本、导出件（文件夹或 .zip）或证明文件；不指定时为此处的账本。不作任何改动。"
        "有发现时退出码为 1。",
    )
)
@click.argument("path", required=False)
@click.option("--proof", metavar="FILE", type=click.Path(path_type=Path), help=say(
    "A proof made by ledger prove.", "由 ledger prove 出具的证明文件。"))  # fmt: skip
@click.option("--report", metavar="FILE", type=click.Path(path_type=Path), help=say(
    "An issued report as its readers have it: whether the ledger issued it, and rests on what it says.",
    "读者手中的已发布报告：核对是否由账本发布、所依据的检查点是否一致。"))  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help=say("Print JSON.", "输出 JSON。"))
@with_session
def command(
    session: Session, path: str | None, *, checkpoint: Path | None, key: str | None, auditor: Path | None,
    proof: Path | None, report: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """See the help above."""
    checker = Checker(checkpoint, key, auditor)
    if path and not proof and _is_proof(Path(path)):
        proof, path = Path(path), None
    if proof and (path or report):
        raise click.UsageError(say(
            "A proof is checked by itself; name the ledger or the report in a call of its own.",
            "证明文件须单独核验；账本或报告请另行核对。"))  # fmt: skip
    if proof:
        _prove(session, proof, checker, as_json=as_json)
    else:
        verified, pinned, found = _verified(session, path, checker, report)
        _tell(session, verified, pinned, found, as_json=as_json)
        session.ctx.exit(0 if verified.sound and (found is None or found.sound) else 1)


def _verified(
    session: Session, path: str | None, checker: Checker, report: Path | None
) -> tuple[Verified, Both | None, Publication | None]:
    """What was found, what to think of a key that was pinned by it, and what the report turned out to be."""
    from ledger.audit.verification import verify
    from ledger.publication import publication

    with (
        _presented(session, path) as given,
        counter(given.source.size, say("verifying", "核对")) as progress,
    ):
        verified = verify(given, checker.outside, progress)
        found = publication(given, report) if report else None
        return verified, checker.remember(verified, given.notes), found


def _presented(session: Session, path: str | None) -> AbstractContextManager[Presented]:
    from ledger.audit import presented
    from ledger.log.bundle import is_export

    if path and is_export(Path(path)):
        return presented.export(Path(path))
    if path and "://" not in path and not Path(path).exists():
        raise NothingThereError(path=path)
    session.named = path or session.named
    return presented.ledger(session.settings)


def _tell(
    session: Session, verified: Verified, pinned: Both | None, found: Publication | None, *, as_json: bool
) -> None:
    from commands.parts import verdict

    if as_json:
        report = {"report": verdict.of_report(found, session.lang)} if found else {}
        click.echo(dumps(verdict.as_json(verified, session.lang) | report, indent=1))
        return
    of_report = verdict.report_lines(found) if found else ()
    for line in (*verdict.lines(verified), *([pinned] if pinned else []), *of_report):
        click.echo(line.text(session.lang))


def _is_proof(path: Path) -> bool:
    from ledger.log.proof_files import TITLE

    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(TITLE)).startswith((TITLE.encode(), b"old "))


def _prove(session: Session, path: Path, checker: Checker, *, as_json: bool) -> None:
    from commands.parts import verdict
    from ledger.log.checkpoint import Checkpoint
    from ledger.log.proof_files import TITLE, ConsistencyProof, InclusionProof

    pinned, held = checker.pinned, checker.held
    if pinned is None:
        raise click.UsageError(say("A proof is checked with --key KEY.", "核验证明须用 --key 指明公钥。"))
    data = path.read_bytes()
    proven = {}
    if data.startswith(TITLE.encode()):
        if held is not None:
            raise click.UsageError(say(
                "The proof of an entry has a checkpoint of its own; omit --checkpoint.",
                "分录的证明自带检查点；请勿再用 --checkpoint。"))  # fmt: skip
        proof = InclusionProof.parse(data)
        checkpoint = proof.check(pinned)
        proven = {"position": proof.position, "entry": proof.extra.decode("utf-8", "replace")}
    elif held is None:
        raise click.UsageError(say("Name the earlier checkpoint that you hold: --checkpoint FILE.",
                                   "请用 --checkpoint 指明您持有的较早检查点。"))  # fmt: skip
    else:
        growth = ConsistencyProof.parse(data)
        checkpoint = growth.check(Checkpoint.opened(held, pinned), pinned)
        proven = {"from": growth.old}
    proven |= {"origin": checkpoint.origin, "size": checkpoint.size, "root": checkpoint.root.hex()}
    if as_json:
        click.echo(dumps(proven, indent=1))
        return
    for line in verdict.proof_lines(proven):
        click.echo(line.text(session.lang))
