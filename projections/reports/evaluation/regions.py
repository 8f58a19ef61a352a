"""The regions of a draft: the statements between marks, and the lines that stand outside of them."""

from __future__ import annotations

import unicodedata
from typing import Any, NamedTuple

from ledger.errors import Problem, ValueProblem
from ledger.language import Both
from ledger.rows import problem
from projections.reports.evaluation.draft import stated_on
from projections.reports.evaluation.marks import WORDS, Mark, read, unguarded

REGIONS = ("statement", "outlook", "new")
NOT_ENDED = Both("the statement that begins here has no 【End】; write that in a line of its own after it",
                 "由此开始的陈述没有【完】；请在文字之后另起一行写上")  # fmt: skip
NOT_BEGUN = Both("【{word}】 stands outside of a statement; restore the line with which the statement begins",
                 "【{word}】不在任何陈述之内；请恢复该陈述的首行")  # fmt: skip
LANGUAGE_TWICE = Both("【{word}】 stands twice in one statement; keep one",
                      "同一陈述中有两处【{word}】；请只留一处")  # fmt: skip
SEVERAL_DRAFTS = Both("a second draft begins here; read one file at a time", "由此开始第二份草稿；请分别读入")
UNREAD = Both("“{part}” in the mark cannot be read; write it as in “place 1.1”",
              "首行中的“{part}”无法识别；请写成如“位置 1.1”")  # fmt: skip


class Region(NamedTuple):
    """A statement as it stands in the file: its mark, the line of that, and its texts."""

    mark: Mark
    line: int
    zh: str
    en: str

    @property
    def empty(self) -> bool:
        """Whether nothing is written in it."""
        return not (self.zh or self.en)


class Regions:
    """What a draft consists of; ``problems`` tells where its marks do not fit together."""

    def __init__(self, text: str) -> None:
        self.head: tuple[int, Mark] | None = None
        self.regions: list[Region] = []
        self.outside: list[tuple[int, str]] = []
        """Lines that are neither blank nor in a region, without outer spaces."""
        self.problems: list[tuple[int, Problem]] = []
        self._open: tuple[int, Mark] | None = None
        self._texts: dict[str, list[str]] = {}
        self._lang = ""
        for at, line in enumerate(_plain(text).split("\n"), 1):
            self._line(at, line)
        self._unended()

    def _line(self, at: int, line: str) -> None:
        mark = read(line)
        if mark is None:
            self._text(at, line)
        elif mark.word == "draft":
            self._begin(at, mark)
        elif mark.word in REGIONS:
            self._unended()
            self._open, self._lang = (at, mark), self._own
            self._texts = {self._lang: []}
        elif self._open is None:
            self._wrong(at, NOT_BEGUN, mark)
        elif mark.word == "end":
            self._close(*self._open)
        elif mark.word in self._texts and (mark.word != self._lang or any(self._texts[mark.word])):
            self._wrong(at, LANGUAGE_TWICE, mark)
        else:
            self._lang = mark.word
            self._texts.setdefault(self._lang, [])

    @property
    def _own(self) -> str:
        """The language of the draft."""
        return self.head[1].parts.get("lang", "zh") if self.head else "zh"

    def _begin(self, at: int, mark: Mark) -> None:
        if self.head:
            self.problems.append((at, problem(SEVERAL_DRAFTS)))
        else:
            self.head = (at, mark)

    def _text(self, at: int, line: str) -> None:
        if self._open:
            self._texts[self._lang].append(unguarded(line))
        elif line.strip():
            self.outside.append((at, line.strip()))

    def _close(self, at: int, mark: Mark) -> None:
        zh, en = ("\n".join(self._texts.get(lang, [])).strip() for lang in ("zh", "en"))
        self.regions.append(Region(mark, at, zh, en))
        if mark.unread:
            self.problems.append((at, problem(UNREAD, part=mark.unread)))
        self._open = None

    def _unended(self) -> None:
        """A region that goes on where it should have ended."""
        if self._open:
            self.problems.append((self._open[0], problem(NOT_ENDED)))
            self._close(*self._open)

    def _wrong(self, at: int, why: Both, mark: Mark) -> None:
        word = WORDS[mark.word]
        told = Both(why.en.format(word=word.en), why.zh.format(word=word.zh))
        self.problems.append((at, Problem(told)))


def _plain(text: str) -> str:
    """The text in normal form C, with one sort of line break: what an editor leaves is not told."""
    lines = text.replace("\r\n", "\n")
    for sign in "\r\v\f":
        lines = lines.replace(sign, "\n")
    return unicodedata.normalize("NFC", lines)


def cells_of(region: Region, head: Mark) -> dict[str, str]:
    """The cells that a region says, the days that follow from its scope among them."""
    parts = region.mark.parts
    cells: dict[str, Any] = {
        "plan": parts.get("plan") or head.parts.get("plan", ""), "under": region.mark.under,
        "place": parts.get("place"), "scope": parts.get("scope"), "department": parts.get("department"),
        "zh": region.zh, "en": region.en, "stated_on": parts.get("stated_on"),
    }  # fmt: skip
    if not cells["stated_on"] and (scope := _scope(parts.get("scope"))):
        cells["stated_on"] = stated_on(scope, head.parts.get("period", ""), head.parts.get("cut_off", ""))
    return {name: cell for name, cell in cells.items() if cell}


def _scope(told: str | None) -> str:
    """The value of a scope that is called by its label; what is none says so when the event is built."""
    from ledger.events.action_plan import StatementScope  # noqa: PLC0415 - the kinds are imported when needed

    try:
        return StatementScope.of(told).value if told else ""
    except ValueProblem:
        return ""
