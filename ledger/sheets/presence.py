"""Who attended a meeting, derived from the columns of an office: 应到, 实到, 委托, 缺席, 委托人—受托人.

Those columns hold names in one office and numbers in another. Names give each attendance; numbers only the
count, and names that cannot be placed then go into the note.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ledger.errors import ValueProblem
from ledger.language import Both

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_BETWEEN = re.compile(r"[、，,；;\n]+")

_UNCOUNTED = Both(
    "entitled {entitled}, present {present}, by proxy {proxy}, absent {absent} do not add up; mend them",
    "应到 {entitled}、实到 {present}、委托 {proxy}、缺席 {absent} 对不上；请更正人数",
)
_NO_PAIR = Both(
    "“{told}” does not say who stood in for whom; write such as 王五—张三（因公）",
    "“{told}”没有写明谁委托谁；请写成如 王五—张三（因公）",
)
_NOT_NAMED = Both(
    "{name} is not among those entitled; write the names of all who were entitled under 应到",
    "“{name}”不在应到人员之列；请在“应到”中写全应出席人员的姓名",
)


def names(_: str, told: str) -> str:
    """Names however they are separated, as a field of names has them."""
    return "；".join(part.strip() for part in _BETWEEN.split(told) if part.strip())


def mode_of(_: str, told: str) -> str:
    """How a meeting was held, from words such as 现场+通讯."""
    on_site, remote = "现场" in told, any(word in told for word in ("通讯", "视频", "电话", "网络", "线上"))
    if on_site and remote:
        return "hybrid"
    return told if not (on_site or remote) else "on-site" if on_site else "remote"


def entitled(_: str, told: str) -> str:
    """How many were entitled, where the cell has their number."""
    return told if _counts(told) else ""


def attendance(_: str, entitled: str, proxy: str, absent: str, pairs: str, mode: str) -> str:
    """Who was entitled and how each attended, where the names of all are given.

    The manner of those who came in person is that of the meeting; in a meeting held both ways it is unknown
    unless their own brackets say it.
    """
    if not entitled or _counts(entitled):
        return ""
    proxies: dict[str, Sequence[str]] = dict.fromkeys(_named(proxy), ("", ""))
    proxies |= {who: rest for who, *rest in _pairs(pairs)}
    away = {re.split(r"[（(]", name)[0]: name for name in _named(absent)}
    listed = _named(entitled)
    for name in (*proxies, *away):
        if name not in listed:
            raise ValueProblem(*(told.format(name=name) for told in _NOT_NAMED))
    manner = {"remote": "（通讯）", "hybrid": "（方式不详）"}.get(mode_of("", mode), "")
    return "；".join(_attendee(name, proxies, away, manner) for name in listed)


def _attendee(name: str, proxies: Mapping[str, Sequence[str]], away: dict[str, str], manner: str) -> str:
    if name in proxies:
        proxy, reason = proxies[name]
        return f"{name}（委托{proxy}{f'：{reason}' if reason else ''}）"
    if name in away:
        reason = away[name][len(name) :].strip("（()） ").removeprefix("缺席").strip("：: ")
        return f"{name}（缺席{f'：{reason}' if reason else ''}）"
    return name if re.search(r"[（(]", name) else name + manner


def _pairs(told: str) -> list[tuple[str, str, str]]:
    """Who was represented, by whom, and why."""
    found = []
    for part in _named(told):
        match = re.fullmatch(
            r"\s*(.+?)\s*(?:委托|[—–－\-]+>?|→|至)\s*([^（(：:]+?)\s*(?:[（(：:]\s*(.*?)\s*[）)]?)?\s*", part
        )
        if not match:
            raise ValueProblem(*(sentence.format(told=part) for sentence in _NO_PAIR))
        found.append((match[1], match[2].removesuffix("出席"), match[3] or ""))
    return found


def present(_: str, entitled: str, present: str, proxy: str, absent: str) -> str:
    """How many came or were represented; offices count those represented among those present, or beside."""
    if not present:
        return ""
    due, came, stood_in, gone = map(_count, (entitled, present, proxy, absent))
    if not entitled or came + gone == due:
        return str(came)
    if came + stood_in + gone == due:
        return str(came + stood_in)
    raise ValueProblem(*(told.format(entitled=due, present=came, proxy=stood_in, absent=gone)
                         for told in _UNCOUNTED))  # fmt: skip


def present_of(_: str, told: str) -> str:
    """How many came or were represented, from 应到/实到/委托/缺席 in one cell, as in 9/8/1/0."""
    parts = [one.strip() for one in re.split(r"[/／]", told)]
    return present("", *(parts + [""] * 4)[:4])


def unplaced(_: str, entitled: str, told: str) -> str:
    """Names that cannot be placed, since those entitled are told by number: for the note."""
    return told if told and not _counts(told) and (not entitled or _counts(entitled)) else ""


def _named(told: str) -> list[str]:
    """The names in a cell; none if it has a number."""
    return [] if not told or _counts(told) else names("", told).split("；")


def _counts(told: str) -> bool:
    return bool(re.fullmatch(r"\s*[0-9０-９]+\s*[人名位]?\s*", told))


def _count(told: str) -> int:
    if not told:
        return 0
    return int(re.sub(r"\D", "", told)) if _counts(told) else len(_named(told))
