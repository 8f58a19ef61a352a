"""ledger dossier: The documents of a meeting in one folder. / 汇集一次会议的全部文件。"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from commands.parts import entries, kept
from commands.parts.outbox import outbox
from commands.parts.output import dumps, emit
from commands.parts.session import Session, reading, with_session
from commands.parts.speech import say
from ledger.errors import USAGE, LedgerError
from ledger.language import Both

if TYPE_CHECKING:
    from commands.parts.outbox import Outbox
    from ledger.application import Ledger
    from ledger.language import Lang
    from projections.dossier import Dossier

INDEX = Both("00 index.html", "00 目录.html")
SUMS = "SHA256SUMS"
"""What sha256sum -c reads."""


class NotAMeetingError(LedgerError):
    """A dossier of something that is no meeting."""

    exit_code = USAGE
    sentence = Both(
        "{matter} is no meeting; name one such as meeting/board/2-23. For others: ledger evidence export",
        "{matter} 不是会议；请指定如 meeting/board/2-23。其他事项可用 ledger evidence export 导出。",
    )


@reading
@click.command(
    help=say(
        "The documents of a meeting in the order in which they are filed: notice, papers, sign-in, proxies, "
        "ballots, minutes, resolution, announcement. Lists them and names what is lacking; with --output it "
        "puts them into a folder or .zip, with an index page and SHA256SUMS.",
        "按归档顺序列出一次会议的全部文件：通知、材料、签到、授权委托书、表决票、会议记录、决议、公告，并指出所缺；"
        "加 --output 则汇集到文件夹或 .zip，附目录页和 SHA256SUMS。",
    )
)
@click.argument("meeting", metavar="MEETING")
@click.option("--output", "-o", metavar="FOLDER|FILE.zip", help=say("New folder or .zip to write.",
                                                                    "要写入的新文件夹或 .zip。"))  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help=say("Print the list as JSON.", "以 JSON 输出清单。"))
@with_session
def command(session: Session, meeting: str, *, output: str | None, as_json: bool) -> None:
    """See the help above."""
    from projections.dossier import dossier

    ledger, lang = session.open(read_only=True), session.lang
    matter, _ = entries.target(ledger, meeting)
    if not matter.id.startswith("meeting/"):
        raise NotAMeetingError(matter=matter.id)
    made = dossier(ledger, matter)
    if output:
        with outbox(output) as box:
            _fill(box, ledger, made, lang)
    if as_json:
        click.echo(dumps(_as_json(made, lang), indent=1))
    else:
        _print(made, lang, output)


def _fill(box: Outbox, ledger: Ledger, made: Dossier, lang: Lang) -> None:
    """The documents under numbered names, the page, and the digests of both."""
    from hashlib import sha256

    from ledger.evidence.store import Verdict
    from projections.dossier_page import page
    from projections.render import html

    names: list[str | None] = []
    for number, paper in enumerate(made.documents, 1):
        piece = paper.piece
        name = f"{number:02} {kept.role_label(piece.role, lang)} {piece.name}"
        whole = paper.verdict is Verdict.INTACT
        names.append(box.add(name, made.shelf.store.read(piece.sha256)) if whole else None)
    text = html.render(page(ledger, made, names, lang)).encode()
    index = box.add(INDEX.text(lang), [text])
    sums = [(paper.piece.sha256, name) for paper, name in zip(made.documents, names, strict=True) if name]
    lines = [f"{digest}  {name}\n" for digest, name in [*sums, (sha256(text).hexdigest(), index)]]
    box.add(SUMS, ["".join(lines).encode()])


def _print(made: Dossier, lang: Lang, output: str | None) -> None:
    from projections.dossier_page import NO_GAPS

    rows = [kept.row(paper, lang) | {"number": number} for number, paper in enumerate(made.documents, 1)]
    click.echo(made.title.text(lang))
    emit(rows, "table", {
        "number": say("No.", "序号"), "role_label": say("Role", "角色"), "name": say("Name", "文件名"),
        "verdict_label": say("State", "状态"), "position": "#",
    })  # fmt: skip
    for gap in made.gaps:
        click.echo("! " + gap.what.text(lang))
    if not made.gaps:
        click.echo(NO_GAPS.text(lang))
    if output:
        click.echo(say(f"Written: {output}", f"已写入：{output}"))


def _as_json(made: Dossier, lang: Lang) -> dict[str, object]:
    lacking = [
        {"role": gap.role.value, "certain": gap.certain, "what": gap.what.text(lang)} for gap in made.gaps
    ]
    return {"matter": made.matter.id, "title": made.title.text(lang),
            "documents": [kept.row(paper, lang) for paper in made.documents], "gaps": lacking}  # fmt: skip
