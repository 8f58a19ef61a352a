"""What the Chinese title of a meeting says: its body, term, number, year and type."""

from __future__ import annotations

import re

from ledger.errors import ValueProblem
from ledger.language import Both
from ledger.values.digits import numeral
from ledger.values.text import fold

_BODIES = (
    (r"独立董事专门会议|独董专门会议|独董会", "independent-directors-meeting"),
    (r"提名[、与和及]*薪酬|薪酬[、与和及]*提名", "nomination-remuneration-committee"),
    (r"审计", "audit-committee"),
    (r"提名", "nomination-committee"),
    (r"薪酬", "remuneration-committee"),
    (r"战略", "strategy-committee"),
    (r"股东大?会|股东(?:周年)?大会|类别股东", "shareholders"),
    (r"监事会", "supervisory-board"),
    (r"董事会", "board"),
)
"""What a title has of a body -> its slug; the narrower before the wider, for a committee is 董事会…委员会."""
_N = r"([0-9]+|[零〇一二两三四五六七八九十]+)"
_TERM = re.compile(rf"第{_N}届")
_ORDINAL = re.compile(rf"第{_N}次")
_YEAR = re.compile(r"([0-9]{4})年?")
_CLASS = re.compile(r"([AH])股|优先股")

_NO_BODY = Both(
    "“{told}” names no body; write the title in full, such as 第二届董事会第二十三次会议",
    "“{told}”没有写明机构；请写会议全称，如 第二届董事会第二十三次会议",
)


def body(_: str, *told: str) -> str:
    """The body that a title names, or else the next text; ValueProblem if none does."""
    for text in told:
        for sign, slug in _BODIES:
            if re.search(sign, text):
                return slug
    raise ValueProblem(*(sentence.format(told=told[0]) for sentence in _NO_BODY))


def term(_: str, told: str) -> str:
    """The term of the body, as in 第二届."""
    return _number(_TERM, told)


def ordinal(_: str, told: str) -> str:
    """The number of the meeting, as in 第二十三次."""
    return _number(_ORDINAL, told)


def year(_: str, told: str) -> str:
    """The year of a shareholders' meeting; other bodies count by their term."""
    found = _YEAR.search(fold(told))
    return found[1] if found and _is_shareholders(told) else ""


def meeting_type(_: str, title: str, told: str = "") -> str:
    """Annual, extraordinary or class of a shareholders' meeting; regular or interim of others."""
    text = f"{title} {told}"
    if _is_shareholders(title):
        signs = [("类别", "class"), ("临时", "extraordinary"), ("年度|周年|年会", "annual")]
    else:
        signs = [("临时", "interim"), ("定期|例会", "regular")]
    return next((slug for sign, slug in signs if re.search(sign, text)), "")


def share_class(_: str, told: str) -> str:
    """The class of shares of a class meeting."""
    found = _CLASS.search(fold(told)) if "类别" in told else None
    return ("preferred" if not found[1] else found[1].lower()) if found else ""


def meeting(told: str) -> str:
    """The id of the meeting that a title names in full; "" if it does not."""
    try:
        who = body("", told)
    except ValueProblem:
        return ""
    if who == "shareholders":
        kind, of, number = meeting_type("", told), year("", told), _arabic(ordinal("", told))
        if of and kind == "annual":
            return f"meeting/shareholders/{of}-annual"
        of_class = f"-{share_class('', told)}" if share_class("", told) else ""
        return f"meeting/shareholders/{of}-{kind}{of_class}-{number}" if of and kind and number else ""
    which, number = _arabic(term("", told)), _arabic(ordinal("", told))
    return f"meeting/{who}/{which}-{number}" if which and number else ""


def _is_shareholders(told: str) -> bool:
    return "股东" in told


def _number(pattern: re.Pattern[str], told: str) -> str:
    found = pattern.search(fold(told))
    return found[1] if found else ""


def _arabic(told: str) -> str:
    if not told or told.isdecimal():
        return told
    number = numeral(told)
    return str(number) if number else ""
