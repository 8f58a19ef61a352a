"""Issuing: a report is made, kept as it is, and its issue recorded with all that it takes to check it."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.errors import LedgerError, shown
from ledger.evidence.documents import document as bytes_of
from ledger.evidence.documents import name_of
from ledger.language import Both
from ledger.unread import readable
from projections.annex import annexed
from projections.correction import correction, summed_up
from projections.differences import diff
from projections.issue_record import File, record, stem_of
from projections.issued import PREFIX, Way, issued, made, ref_of, standing
from projections.render import format_of, rendered
from projections.render.json import digest
from projections.securities import headed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from ledger.application import Ledger
    from ledger.entry import Entry
    from ledger.language import Lang
    from projections.document import Document

LANGS: tuple[Lang, Lang] = ("en", "zh")
CORRECTION = "-correction"
"""What follows the name of a report in that of its correction."""
SHOWN = 5
"""Open points that a refusal names."""


class OpenPointsError(LedgerError):
    """The report has points that nobody has decided on."""

    sentence = Both(
        "the report has {n} open points, so it was not issued:\n{points}\n"
        "Settle them, or issue it all the same with --with-open-points, which is recorded.",
        "报告尚有 {n} 项待办，未予发布：\n{points}\n"
        "请先处理；仍要发布的，加 --with-open-points，将一并记录。",
    )

    def __init__(self, points: Sequence[Both]) -> None:
        more = ["! …"] if len(points) > SHOWN else []
        told = ("\n".join([*(f"! {point.text(lang)}" for point in points[:SHOWN]), *more]) for lang in LANGS)
        super().__init__(n=len(points), points=Both(*told))


class AlreadyIssuedError(LedgerError):
    """The report was issued, and would now say something else."""

    sentence = Both(
        "it was issued as #{position}, and would now say something else: see ledger diff {ref}. "
        "To correct it: ledger issue --corrects {ref} --disclosed-on DAY",
        "该报告已由 #{position} 发布，而现在的内容与当时不同：见 ledger diff {ref}。"
        "更正请用：ledger issue --corrects {ref} --disclosed-on 日期",
    )


class OtherEditionError(LedgerError):
    """The report of the period was issued, with another cut-off or in another language."""

    sentence = Both(
        "{ref} was issued as #{position} with the {field} {then}, not {now}; a report is issued once. To see "
        "it with another: ledger report; to issue it in place of that one, retract that first: "
        "ledger retract {position} --why TEXT",
        "{ref} 已由 #{position} 发布，{field}为 {then}，而不是 {now}；同一报告只发布一次。"
        "如只需查看：ledger report；要以此取代，请先撤回："
        "ledger retract {position} --why 原因",
    )


class OtherFilesError(LedgerError):
    """The report was issued and says the same, but not in a file that is now asked for."""

    sentence = Both(
        "{ref} was issued as #{position} and says the same, but {names} is not among what was issued, so "
        "nothing was recorded or written. For one more file: ledger report … -o FILE; what was issued: "
        "ledger reproduce {ref}",
        "{ref} 已由 #{position} 发布，内容相同，但 {names} 不在所发布的文件之内，未作记录，也未写出。"
        "另需文件请用：ledger report … -o 文件；取回所发布的文件：ledger reproduce {ref}",
    )


class NothingToCorrectError(LedgerError):
    """The report would now say what it said."""

    sentence = Both(
        "{ref} would now say just what #{position} issued; there is nothing to correct. Correct the entries "
        "first: ledger correct",
        "{ref} 现在的内容与 #{position} 发布时相同，无可更正。请先更正分录：ledger correct",
    )


class Papers(NamedTuple):
    """The files of an issue; one in Markdown if nothing is asked for."""

    formats: tuple[str, ...] = ()
    """Formats of the files that are made from the ledger."""
    names: tuple[str, ...] = ()
    """Names of such files, whose endings say in which formats they are."""
    documents: tuple[str, ...] = ()
    """Files with the office's own final text, which are kept as they are."""
    annex: bool = False
    """Whether there is an annex, in formats that have room for it."""
    header: bool = False
    """Whether the securities stand at the head, with the number of the announcement."""

    def of(
        self, ledger: Ledger, document: Document, number: str | None, stem: str, suffix: str = ""
    ) -> Iterator[File]:
        """The document in each format that was asked for; NoSecurityError if it cannot be headed."""
        document = annexed(ledger, document) if self.annex else document
        document = headed(ledger, document, number) if self.header else document
        names = [*self.names, *(f"{stem}.{form}" for form in self.formats)]
        for name in map(Path, names or (() if self.documents else (f"{stem}.md",))):
            form = format_of(name.name)
            yield File(f"{name.stem}{suffix}.{form}", rendered(document, form, ledger.settings))

    def asked(self, ledger: Ledger, document: Document, number: str | None, stem: str) -> Iterator[File]:
        """The files that were asked for by a format, a name or a text; none by default."""
        if self.formats or self.names:
            yield from self.of(ledger, document, number, stem)
        yield from self.own()

    def own(self) -> Iterator[File]:
        """The office's own files; NotADocumentError if one cannot be taken as evidence."""
        for path in self.documents:
            yield File(name_of(path), b"".join(bytes_of(path)))


MARKDOWN = Papers()


class Issue(NamedTuple):
    """What was issued."""

    entry: Entry
    document: Document
    files: tuple[File, ...]
    """The files that were issued, the office's own among them."""
    new: bool = True
    """Whether this call recorded it; not if the same had been issued before."""
    same: bool = True
    """Whether an earlier issue is the same to the last position; else its words alone are."""


def issue(  # noqa: PLR0913 - all but three by name
    ledger: Ledger,
    report: str,
    period: str,
    *,
    by: str,
    cut_off: str | None = None,
    lang: Lang = "zh",
    as_known_at: int | str | None = None,
    papers: Papers = MARKDOWN,
    with_open_points: bool = False,
    dry_run: bool = False,
    **cells: str | None,
) -> Issue:
    """Issue a report: ``evaluation``, or ``evaluation-and-plan`` with the plan of the following year.

    ``cells`` are those of report-issued, such as ``announcement`` and ``prepared_by``; it is disclosed on the
    day of its cut-off unless ``disclosed_on`` says otherwise. OpenPointsError without ``with_open_points``;
    AlreadyIssuedError if it was issued and would now be another, OtherEditionError if that was of another
    cut-off, OtherFilesError if a file is asked for that was not issued. The same is not issued twice: the
    earlier issue is returned.
    """
    way, number = Way(lang, ledger.settings.checked_only), cells.get("announcement")
    document = made(ledger, report, period, cut_off, way, as_known_at=ledger.point(as_known_at))
    stem = stem_of(document)
    if earlier := standing(ledger, PREFIX + stem):
        return _before(ledger, earlier[-1], document, lambda one: papers.asked(ledger, one, number, stem))
    _check_open(document, taken=with_open_points)
    files = (*papers.of(ledger, document, number, stem), *papers.own())
    told = {"disclosed_on": document.cut_off, **_filled(cells)}
    entry = record(ledger, "report-issued", document, files, told, by=by, dry_run=dry_run)
    return Issue(entry, document, files)


def issue_correction(  # noqa: PLR0913 - all but two by name
    ledger: Ledger,
    ref: str,
    *,
    by: str,
    disclosed_on: str,
    papers: Papers = MARKDOWN,
    with_open_points: bool = False,
    dry_run: bool = False,
    **cells: str | None,
) -> Issue:
    """Correct a report that was issued: what changed before and after, and the report as it is now.

    NotIssuedError if there is none; NothingToCorrectError if nothing would be told otherwise.
    """
    entry, found = issued(ledger, ref), diff(ledger, ref)
    if not found.found:
        raise NothingToCorrectError(ref=ref_of(entry), position=entry.position)
    document, number = found.after, cells.get("announcement")
    _check_open(document, taken=with_open_points)
    announced, stem = correction(ledger, found, disclosed_on, cells.get("reason")), stem_of(document)
    made_of = (papers.of(ledger, announced, number, stem, CORRECTION),
               papers.of(ledger, document, number, stem))  # fmt: skip
    files = (*chain(*made_of), *papers.own())
    event: Any = readable(entry.event)
    told = {"disclosed_on": disclosed_on, "original": event.announcement, **_filled(cells)}
    told["changes"] = summed_up(found).text(document.lang)
    recorded = record(ledger, "report-corrected", document, files, told, by=by, dry_run=dry_run)
    return Issue(recorded, document, files)


def _before(
    ledger: Ledger, entry: Entry, document: Document, asked: Callable[[Document], Iterator[File]]
) -> Issue:
    """The earlier issue, if it is of the same cut-off, says the same and has the files that are asked for."""
    event: Any = readable(entry.event)
    ref = ref_of(entry)
    for name, now in (("cut_off", document.cut_off), ("language", document.lang)):
        then, field = getattr(event, name), entry.event.spec.fields[name]
        if then and str(then) != now:
            raise OtherEditionError(ref=ref, position=entry.position, field=field.label, then=then, now=now)
    if diff(ledger, f"#{entry.position}", as_known_at=document.as_known_at).found:
        raise AlreadyIssuedError(position=entry.position, ref=ref)
    then_known = replace(document, as_known_at=event.position or document.as_known_at)
    files = tuple(asked(then_known))
    issued_files = {piece.sha256 for piece in entry.evidence}
    if other := [file.name for file in files if file.evidence.sha256 not in issued_files]:
        raise OtherFilesError(ref=ref, position=entry.position, names=", ".join(map(shown, other)))
    return Issue(entry, document, files, new=False, same=digest(then_known) == event.digest)


def _check_open(document: Document, *, taken: bool) -> None:
    if document.open_points and not taken:
        raise OpenPointsError(document.open_points)


def _filled(cells: Mapping[str, str | None]) -> dict[str, str]:
    return {name: cell for name, cell in cells.items() if cell}
