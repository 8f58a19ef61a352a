"""Issued: the reports that were issued, by the names that people have for them, and made again.

What is compared is the digest that the entry names: that of the JSON which ``ledger report --format json``
writes. An entry may not say in which language that was, and never says whether it told of checked entries
only, which is a setting that may have changed since: each is tried.
"""

from __future__ import annotations

from contextlib import suppress
from itertools import product, starmap
from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.errors import USAGE, LedgerError, shown
from ledger.evidence.store import Store
from ledger.language import Both
from ledger.periods import Period
from ledger.unread import readable
from projections.render.json import digest, read
from projections.reports.evaluation import ALONE, JOINT, evaluation
from projections.reports.evaluation.checked import PlanNotCheckedError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.application import Ledger
    from ledger.entry import Entry
    from ledger.language import Lang
    from projections.catch_up import Views
    from projections.document import Document

ISSUED = "report-issued", "report-corrected"
REPORTS = ALONE, JOINT
"""The reports that this program makes, by the names that entries have for them."""
PREFIX = "report/"
"""How the matters of reports begin."""
LANGUAGES: tuple[Lang, ...] = ("zh", "en")


class NotIssuedError(LedgerError):
    """Nothing was issued under this name."""

    sentence = Both(
        "no report was issued as “{told}”. Issued: {known}. Issue one with: "
        "ledger issue evaluation 2024H1 --cut-off DAY",
        "没有以“{told}”发布的报告。已发布的有：{known}。"
        "发布请用：ledger issue evaluation 2024H1 --cut-off 日期",
    )


class NotKnownError(LedgerError):
    """What was issued can be neither made again nor read."""

    sentence = Both(
        "#{position} does not say what was issued: it names no digest of a document that was made here, so "
        "there is nothing to compare with. Reports that ledger issue issues can be compared.",
        "#{position} 未载明所发布的文稿：没有本程序所生成文稿的摘要，无从比较。"
        "由 ledger issue 发布的报告可以比较。",
    )


class NoSuchReportError(LedgerError):
    """A report that the program does not make."""

    exit_code = USAGE
    sentence = Both(
        "there is no report {report}; name one of {known}.", "没有“{report}”这种报告；可选：{known}。"
    )


class Way(NamedTuple):
    """How a report was made, beside its period and its cut-off."""

    lang: Lang
    checked_only: bool


def issued(ledger: Ledger, ref: str) -> Entry:
    """The entry that says so: of a position, else the newest that stands of a report.

    ``ref``: ``evaluation/2024H1``, ``report/evaluation-2024H1`` or ``#175``; NotIssuedError if it is none.
    """
    at = ref.strip().removeprefix("#")
    if at.isdecimal():
        entry = ledger.entry(int(at))
        found = [entry] if entry.kind in ISSUED else []
    else:
        name = at.removeprefix(PREFIX).replace("/", "-", 1)
        found = standing(ledger, PREFIX + name) or standing(ledger, f"{PREFIX}{name}-en")
    if not found:
        raise NotIssuedError(told=shown(ref), known=", ".join(map(shown, _known(ledger))) or "—")
    return found[-1]


def standing(ledger: Ledger, matter_id: str) -> list[Entry]:
    """The entries of a matter that stand and say that a report was issued, in the order recorded."""
    return sorted(ledger.matter(matter_id).entries(*ISSUED), key=lambda entry: entry.position)


def ref_of(entry: Entry) -> str:
    """The name under which people find it: ``evaluation/2024H1``, in English ``evaluation/2024H1-en``."""
    event: Any = readable(entry.event)
    return f"{event.report}/{entry.matter.removeprefix(f'{PREFIX}{event.report}-')}"


def _known(ledger: Ledger) -> list[str]:
    matters = (standing(ledger, matter) for matter in ledger.matters(PREFIX))
    return [ref_of(entries[-1]) for entries in matters if entries]


def made(  # noqa: PLR0913 - what makes a report what it is
    ledger: Ledger, report: str, period: str, cut_off: str | None, way: Way, *,
    as_known_at: int | str | None = None, views: Views | None = None,
) -> Document:  # fmt: skip
    """A report in one way, as known at a position; the joint one with the plan of the following year."""
    if report not in REPORTS:
        raise NoSuchReportError(report=shown(report), known=", ".join(REPORTS))
    following = str(Period.parse(period).first.year + 1) if report == JOINT else None
    return evaluation(ledger, period, cut_off=cut_off, as_known_at=as_known_at, lang=way.lang,
                      with_plan=following, checked_only=way.checked_only, views=views)  # fmt: skip


def remade(ledger: Ledger, entry: Entry, way: Way, as_known_at: int, views: Views | None = None) -> Document:
    """The report of an entry in one way, as known at a position."""
    event: Any = readable(entry.event)
    cut_off = str(event.cut_off) if event.cut_off else None
    return made(ledger, event.report, str(event.period), cut_off, way, as_known_at=as_known_at, views=views)


def again(ledger: Ledger, entry: Entry, views: Views | None = None) -> tuple[Way, Document] | None:
    """The report with the digest that the entry names, made from what it rests on; None if none comes out.

    A LedgerError if the ledger does not hold what it takes.
    """
    event: Any = readable(entry.event)
    for way in _ways(event) if event.digest and event.position else ():
        with suppress(PlanNotCheckedError):
            document = remade(ledger, entry, way, event.position, views)
            if digest(document) == event.digest:
                return way, document
    return None


def _ways(event: Any) -> Iterator[Way]:
    """Every way in which a report may have been made."""
    langs: tuple[Lang, ...] = (event.language.value,) if event.language else LANGUAGES
    return starmap(Way, product(langs, (False, True)))


def kept(ledger: Ledger, entry: Entry) -> Document:
    """The report as it was issued, from the documents that are kept; NotKeptError if it is not there."""
    event: Any = readable(entry.event)
    if not event.digest:
        raise NotKnownError(position=entry.position)
    data = b"".join(Store(ledger.settings.evidence).read(event.digest))
    try:
        return read(data)
    except (ValueError, TypeError, LookupError, AttributeError) as error:  # it is some other document
        raise NotKnownError(position=entry.position) from error


def as_issued(ledger: Ledger, entry: Entry, views: Views | None = None) -> tuple[Way, Document]:
    """How a report was made, and what it said: made again where that gives its digest, else as kept."""
    if found := again(ledger, entry, views):
        return found
    document = kept(ledger, entry)
    return Way(document.lang, ledger.settings.checked_only), document
