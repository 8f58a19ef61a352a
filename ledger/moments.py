"""Moments: the times of entries, as people write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, tzinfo

from ledger.errors import USAGE, LedgerError
from ledger.language import Both


class MomentError(LedgerError):
    """A text that is neither a position nor a time."""

    exit_code = USAGE
    sentence = Both(
        "“{text}” is neither a position nor a time; write 31, 2024-08-28 or 2024-08-28T09:00:00+08:00.",
        "“{text}”既不是分录位置也不是时间；请写成 31、2024-08-28 或 2024-08-28T09:00:00+08:00。",
    )


class FutureMomentError(LedgerError):
    """A time up to which nothing can be known yet."""

    sentence = Both(
        "{text} has not come yet; name a position or a time that has passed.",
        "{text} 尚未到来；请指定已有的分录位置或已过去的时间。",
    )


def moment_of(text: str, zone: tzinfo, now: datetime) -> datetime:
    """The moment that ``text`` names: an ISO time, in ``zone`` unless it says its own; a day is its end."""
    try:
        day = date.fromisoformat(text) if len(text) == len("2024-08-28") else None
        moment = datetime.combine(day, time.max, zone) if day else datetime.fromisoformat(text)
    except ValueError as error:
        raise MomentError(text=text) from error
    moment = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    if day == now.astimezone(zone).date():
        return now
    if moment > now:
        raise FutureMomentError(text=text)
    return moment


def stamp(moment: datetime) -> str:
    """The moment as entries carry it: UTC to the microsecond, so that texts sort as times."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
