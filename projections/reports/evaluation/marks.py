"""Marks: the lines in 【…】 that tell a reader and the program what the text of a draft is.

``【陈述 #61｜举措 4.1｜位置 1.1｜时间 年初以来｜部门 研发部】``: a word, perhaps with a position, and parts
of a label and a value. Either language is read, and bars of either width.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ledger.language import Both

if TYPE_CHECKING:
    from ledger.language import Lang

WORDS = {
    "draft": Both("Draft", "草稿"),
    "statement": Both("Statement", "陈述"),
    "outlook": Both("Outlook", "展望"),
    "new": Both("New statement", "新陈述"),
    "en": Both("English", "英文"),
    "zh": Both("Chinese", "中文"),
    "end": Both("End", "完"),
}
LABELS = {
    "measure": Both("measure", "举措"),
    "chapter": Both("chapter", "章"),
    "place": Both("place", "位置"),
    "scope": Both("time", "时间"),
    "stated_on": Both("days", "日期"),
    "department": Both("department", "部门"),
    "plan": Both("plan", "方案"),
    "with_plan": Both("next plan", "下一方案"),
    "ledger": Both("ledger", "账本"),
    "period": Both("period", "期间"),
    "cut_off": Both("cut-off", "截止日"),
    "position": Both("entries up to", "分录至"),
    "lang": Both("language", "语言"),
}
_LINE = re.compile(r"\s*【(?P<told>[^【】]*)】\s*")
_APART = re.compile(r"[｜|]")
_NAMED = {name.casefold(): word for word, both in WORDS.items() for name in both}
_LABELLED = {name.casefold(): label for label, both in LABELS.items() for name in both}
_WORD = re.compile(rf"({'|'.join(map(re.escape, _NAMED))})\s*(?:[#＃]\s*([0-9]{{1,18}}))?", re.IGNORECASE)
_PART = re.compile(rf"({'|'.join(map(re.escape, _LABELLED))})(?![a-z])[\s:：]*(.*)", re.IGNORECASE)


class Mark(NamedTuple):
    """A mark as read: its word, the position it names (0 if none), its parts, and what cannot be read."""

    word: str
    position: int = 0
    parts: dict[str, str] = {}  # noqa: RUF012 - never changed
    unread: str = ""

    @property
    def under(self) -> str:
        """The number of the chapter or measure."""
        return self.parts.get("measure") or self.parts.get("chapter") or ""


def written(word: str, spoken: Lang, at: int = 0, /, **parts: str) -> str:
    """The line of a mark; of a part without value, the label alone."""
    head = WORDS[word].text(spoken) + (f" #{at}" if at else "")
    told = [f"{LABELS[label].text(spoken)} {_plain(value)}".rstrip() for label, value in parts.items()]
    return f"【{'｜'.join([head, *told])}】"


def read(line: str) -> Mark | None:
    """The mark that a line is; None if it is none."""
    match = _LINE.fullmatch(line)
    if not match:
        return None
    head, *told = (part.strip() for part in _APART.split(match["told"]))
    word = _WORD.fullmatch(head)
    if not word:
        return None
    parts, unread = {}, []
    for part in told:
        labelled = _PART.fullmatch(part)
        if labelled:
            parts[_LABELLED[labelled[1].casefold()]] = labelled[2].strip()
        elif part:
            unread.append(part)
    filled = {label: value for label, value in parts.items() if value}
    return Mark(_NAMED[word[1].casefold()], int(word[2] or 0), filled, "｜".join(unread))


def guarded(text: str) -> str:
    """Text whose lines are not taken for marks: a backslash stands before one that would be."""
    return "\n".join(f"\\{line}" if _like_a_mark(line) else line for line in text.split("\n"))


def unguarded(line: str) -> str:
    """A line of a text as it was before it was guarded."""
    return line[1:] if line.startswith("\\") and _like_a_mark(line) else line


def _like_a_mark(line: str) -> bool:
    return read(line.lstrip("\\")) is not None


def _plain(value: str) -> str:
    """A value without the signs that end it."""
    return " ".join(value.translate(str.maketrans("｜|【】", "／/〔〕")).split())
