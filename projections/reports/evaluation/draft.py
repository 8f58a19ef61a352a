"""The draft of an evaluation, in Markdown: what is computed is quoted, what departments state is marked.

``redraft`` reads it back. A statement stands as it was recorded, so that what is not touched reads the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.language import Both
from ledger.periods import Period
from projections.render import markdown
from projections.reports.evaluation.context import of
from projections.reports.evaluation.marks import guarded, written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.application import Ledger
    from ledger.entry import Entry
    from projections.document import Block, Document

HOW = (
    Both(
        "Lines that begin with > are computed from the ledger, and so are the headings: changing them here "
        "has no effect; correct the entries whose positions stand in 〔〕.",
        "以“>”开头的文字和各级标题由账本生成，在此改动无效；有误请更正〔〕中所列的分录。",
    ),
    Both(
        "What stands between 【Statement】 and 【End】 is the departments' text: change it as you like, in "
        "one paragraph or several. Write something new between 【New statement】 and 【End】; for one more, "
        "copy the place with both its marks.",
        "【陈述】与【完】之间是各部门的陈述，可直接修改，可分段；新的内容写在【新陈述】与【完】之间，"
        "不止一处时连同首尾标记一并复制。",
    ),
    Both(
        "The words for the time are put before a statement from “time” ({scopes}); do not write them in the "
        "text. The place is paragraph.sentence. Leave the other marks as they are.",
        "句首的时间由“时间”一栏生成（{scopes}），正文不必再写；“位置”为段落.句次；其余标记请保持原样。",
    ),
    Both(
        "What is still open stands at the end. When done: ledger plan statements FILE",
        "待办事项列在文末。改好后执行：ledger plan statements 文件",
    ),
)
OPEN = Both("Open points (not part of the report)", "待办事项（不进入报告）")
FIGURES = Both("Figures reconciled and computed (not part of the report)", "数字的核对与测算（不进入报告）")
NOTHING = Both("None.", "无。")


class Draft(NamedTuple):
    """A draft as written, and what it holds."""

    text: str
    statements: int
    places: int
    open_points: int


def draft_of(document: Document, origin: str, with_plan: str | None = None) -> Draft:
    """The text of a document that was drafted from the ledger ``origin``, perhaps with a later plan."""
    sorts = [block.kind for block in document.blocks]
    parts = [*_head(document, origin, with_plan), *_body(document), *_after(document)]
    text = "\n\n".join(parts) + "\n"
    return Draft(text, sorts.count("statement"), sorts.count("place"), len(document.open_points))


def origin_of(ledger: Ledger) -> str:
    """What the ledger was called when it was opened."""
    return str(of(ledger.entry(1)).origin)


def stated_on(scope: str, period: str, cut_off: str) -> str:
    """The days that a statement of this scope is true of unless it says others; empty if it has none."""
    year = Period.parse(period).first.year
    days = {"period": period, "since": f"{year}-01-01..{cut_off}", "as-of": cut_off, "forward": cut_off}
    return days.get(scope, "")


def _plan_of(document: Document) -> str:
    return next((block.under.partition("#")[0] for block in document.blocks if block.kind == "place"), "")


def _head(document: Document, origin: str, with_plan: str | None) -> Iterator[str]:
    from ledger.events.action_plan import StatementScope  # noqa: PLC0415 - the kinds are imported when needed

    lang, between = document.lang, "、" if document.lang == "zh" else ", "
    following = {"with_plan": with_plan} if with_plan else {}
    yield written(
        "draft", lang, ledger=origin, plan=_plan_of(document), **following, period=document.period,
        cut_off=document.cut_off, position=f"#{document.as_known_at}", lang=lang,
    )  # fmt: skip
    scopes = between.join(scope.show(lang) for scope in StatementScope)
    for how in HOW:
        yield _quoted(how.text(lang).format(scopes=scopes))


def _body(document: Document) -> Iterator[str]:
    yield markdown.title(document)
    for block in document.blocks:
        if block.kind == "statement" and block.entry:
            yield from _statement(document, block.entry)
        elif block.kind == "place":
            yield from _place(document, block)
        elif block.kind == "heading":
            yield markdown.block(block)
        elif block.kind != "title":
            yield _quoted(markdown.block(block) + _positions(block))


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def _positions(block: Block) -> str:
    """The entries behind a paragraph; a table has too many."""
    told = dict.fromkeys(at for run in block.runs for at in run.positions) if block.kind != "table" else {}
    return f" 〔{' '.join(f'#{at}' for at in told)}〕" if told else ""


def _statement(document: Document, entry: Entry) -> Iterator[str]:
    """The marks and the texts of what was stated, each text as it was recorded."""
    event, word = of(entry), "outlook" if entry.kind == "outlook-stated" else "statement"
    scope = getattr(event, "scope", None)
    parts = _where(document, entry.matter, event.under, event.place or "")
    if scope:
        parts["scope"] = scope.show(document.lang)
    days = str(event.stated_on or "")
    if days and (scope == "as-of" or days != stated_on(scope or "", document.period, document.cut_off)):
        parts["stated_on"] = days
    if getattr(event, "department", None):
        parts["department"] = event.department
    yield written(word, document.lang, entry.position, **parts)
    yield from _texts(document, event.zh or "", event.en or "")


def _place(document: Document, block: Block) -> Iterator[str]:
    """The marks of an empty place for something new."""
    from ledger.events.action_plan import StatementScope  # noqa: PLC0415 - the kinds are imported when needed

    plan, _, under = block.under.partition("#")
    parts = _where(document, plan, under, block.text)
    parts |= {"scope": StatementScope.PERIOD.show(document.lang), "department": ""}
    yield written("new", document.lang, **parts)
    yield from _texts(document, "", "")


def _where(document: Document, plan: str, under: str, place: str) -> dict[str, str]:
    parts = {"measure" if "." in under else "chapter": under, "place": place}
    return parts if plan == _plan_of(document) else {"plan": plan, **parts}


def _texts(document: Document, zh: str, en: str) -> Iterator[str]:
    """The text in the language of the draft, the other after its mark."""
    texts: dict[Any, str] = {"zh": zh, "en": en}
    other = "en" if document.lang == "zh" else "zh"
    yield from filter(None, [guarded(texts[document.lang])])
    yield written(other, document.lang)
    yield from filter(None, [guarded(texts[other])])
    yield written("end", document.lang)


def _after(document: Document) -> Iterator[str]:
    """What is for the office alone: the open points, and the figures that were reconciled or computed."""
    lang = document.lang
    for heading, told in ((OPEN, document.open_points), (FIGURES, document.figures)):
        yield f"## {heading.text(lang)}"
        lines = [f"{at}. {_point(one.text(lang))}" for at, one in enumerate(told, 1)]
        yield _quoted("\n".join(lines or [NOTHING.text(lang)]))


def _point(text: str) -> str:
    """A line of a list as Markdown reads it; the number signs of its positions need no escape there."""
    return markdown.line(text).replace("\\#", "#")
