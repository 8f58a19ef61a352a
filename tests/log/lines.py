"""Lines of the format, as small as they may be."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledger.log.recorder import LogRecorder

AT = "2024-08-28T09:00:00.000000Z"
LINE = (
    b'{"v":1,"kind":"k","class_version":1,"matter":"m","version":%d,"recorded_at":"' + AT.encode() + b'",'
    b'"recorded_by":"b","program":"p","batch":1,"event":{}}'
)


def append_lines(recorder: LogRecorder, count: int) -> None:
    """Append so many lines of one matter, recorded together."""
    with recorder.writing() as writing:
        recorder.append(("m", at, "k", LINE % at) for at in range(1, count + 1))
        writing.recorded_at = AT
