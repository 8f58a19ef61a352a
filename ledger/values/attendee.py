"""Attendee: one who was entitled to attend and how they did, as ``王五（委托张三：因公）``.

The same few people attend most meetings in the same few ways, so what was read of them is remembered.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from ledger.errors import ValueProblem
from ledger.language import Both, Lang
from ledger.values.choice import Choice
from ledger.values.names import escaped, unescaped
from ledger.values.text import checked, fold
from ledger.values.value import REMEMBERED


class AttendanceMode(Choice):
    """How somebody entitled attended."""

    ON_SITE = "on-site", "on site", "现场"
    REMOTE = "remote", "remote", "通讯"
    PROXY = "proxy", "by proxy", "委托"
    ABSENT = "absent", "absent", "缺席"
    UNKNOWN = "unknown", "manner unknown", "方式不详"


@dataclass(frozen=True, slots=True)
class Attendee:
    """One who was entitled: ``proxy`` is who stood in ("" if not said), ``reason`` why not in person."""

    name: str
    mode: AttendanceMode = AttendanceMode.ON_SITE
    proxy: str = ""
    reason: str = ""

    def show(self, lang: Lang) -> str:
        """``王五（委托张三：因公）`` or ``Wang Wu (by proxy to Zhang San: on business)``."""
        return _joined(self, self.name, self.proxy, self.reason, lang)


class _Manner(NamedTuple):
    """What brackets after a name say, still escaped."""

    mode: AttendanceMode
    proxy: str
    reason: str


_NAMELESS = Both("the name is missing before the brackets; write such as Li Si (remote)",
                 "括号前缺少姓名；请写成如 李四（通讯）")  # fmt: skip
_OWN_PROXY = Both("{name} cannot be their own proxy; name who stood in, as in 王五（委托张三）",
                  "“{name}”不能委托自己；请写明受托人，如 王五（委托张三）")  # fmt: skip
_ONE_NAME = Both("“{name}” is not one name; put ; between people, as in Zhang San; Li Si (remote)",
                 "“{name}”不是一个姓名；各人之间请用“；”分隔，如 张三；李四（通讯）")  # fmt: skip
_PROXY_NAME = Both(
    "name only the person who stood in, as in 王五（委托张三）", "受托人只写姓名，如 王五（委托张三）"
)

_MODES = {
    word: mode
    for mode, words in {
        AttendanceMode.ON_SITE: "现场 现场出席 线下 on-site onsite inperson",
        AttendanceMode.REMOTE: "通讯 通讯方式 通讯出席 视频 电话 线上 remote remotely online bycommunication",
        AttendanceMode.ABSENT: "缺席 未出席 请假 absent",
        AttendanceMode.UNKNOWN: "方式不详 不详 unknown mannerunknown",
    }.items()
    for word in words.split()
}
_PROXY = re.compile(
    r"委托(?:出席\Z)?(.*)|(?:by\s+)?proxy(?:\s+(?:to\s+)?(.+))?", re.ASCII | re.DOTALL | re.IGNORECASE
)
_SIGN = re.compile(r"\\.|.", re.DOTALL)
_OPEN, _CLOSE, _COLON = "（(", "）)", "：:"
_BRACKET, _ANY_COLON = re.compile(r"([（()）])"), re.compile(r"([：:])")
_BETWEEN_NAMES = re.compile("[、，]")


@lru_cache(maxsize=REMEMBERED)
def read(part: str) -> Attendee:
    """The attendee written as ``part``; brackets that hold no manner belong to the name."""
    name, brackets = _bracketed(part)
    manner = _manner(brackets)
    if manner is None:
        return Attendee(unescaped(part))
    if not name.strip():
        raise ValueProblem(*_NAMELESS)
    return Attendee(unescaped(name), manner.mode, unescaped(manner.proxy), unescaped(manner.reason))


@lru_cache(maxsize=REMEMBERED)
def sound(attendee: Attendee) -> Attendee:
    """``attendee`` without outer white space; ValueProblem if it cannot be meant."""
    name, proxy, reason = (part.strip() for part in (attendee.name, attendee.proxy, attendee.reason))
    for part in filter(None, (proxy, reason)):
        checked(part)
    if _BETWEEN_NAMES.search(checked(name)):
        raise ValueProblem(*(told.format(name=name) for told in _ONE_NAME))
    if proxy and (attendee.mode is not AttendanceMode.PROXY or proxy.endswith("出席")):
        raise ValueProblem(*_PROXY_NAME)
    if proxy == name:
        raise ValueProblem(*(told.format(name=name) for told in _OWN_PROXY))
    return Attendee(name, attendee.mode, proxy, reason)


@lru_cache(maxsize=REMEMBERED)
def written(attendee: Attendee) -> str:
    """The canonical text, escaped so that it reads as the same attendee."""
    name = escaped(attendee.name)
    if _manner(_bracketed(name)[1]):
        name = _BRACKET.sub(r"\\\1", name)
    proxy = _ANY_COLON.sub(r"\\\1", _inner(attendee.proxy))
    return _joined(attendee, name, proxy, _inner(attendee.reason), "zh")


def _bracketed(part: str) -> tuple[str, str]:
    """What stands before the brackets that end ``part``, and in them; both empty if none do."""
    signs: list[str] = _SIGN.findall(part.strip())
    depth = 0
    for at in reversed(range(len(signs))):
        depth += (signs[at] in _CLOSE) - (signs[at] in _OPEN)
        if depth <= 0:
            closed = depth == 0 and at < len(signs) - 1
            return ("".join(signs[:at]), "".join(signs[at + 1 : -1])) if closed else ("", "")
    return "", ""


def _manner(brackets: str) -> _Manner | None:
    """What the text in brackets says of the manner; None if it is none."""
    signs: list[str] = _SIGN.findall(brackets)
    colon = next((at for at, sign in enumerate(signs) if sign in _COLON), len(signs))
    head, reason = "".join(signs[:colon]).strip(), "".join(signs[colon + 1 :])
    if proxy := _PROXY.fullmatch(head):
        return _Manner(AttendanceMode.PROXY, proxy[1] or proxy[2] or "", reason)
    mode = _MODES.get("".join(fold(head).split()).casefold()) if head else None
    return _Manner(mode, "", reason) if mode else None


def _inner(text: str) -> str:
    """``text`` escaped to stand in brackets; its own brackets stay as they are where they pair."""
    depths = [0]
    for sign in text:
        depths.append(depths[-1] + (sign in _OPEN) - (sign in _CLOSE))
    paired = depths[-1] == 0 == min(depths)
    return escaped(text) if paired else _BRACKET.sub(r"\\\1", escaped(text))


def _joined(attendee: Attendee, name: str, proxy: str, reason: str, lang: Lang) -> str:
    if attendee.mode is AttendanceMode.ON_SITE and not reason:
        return name
    zh = lang == "zh"
    manner = attendee.mode.show(lang) + (f"{'' if zh else ' to '}{proxy}" if proxy else "")
    manner += f"{'：' if zh else ': '}{reason}" if reason else ""
    return f"{name}（{manner}）" if zh else f"{name} ({manner})"
