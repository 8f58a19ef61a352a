"""What befalls a process at its n-th call to the disk: it is killed, a write is torn, or the disk refuses."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterable
from types import FrameType
from typing import Any, NamedTuple

from reliability.shim import Call

CHANGING = ("open", "write", "truncate", "sync", "delete", "map")
"""Calls before which a process is killed: between two of these nothing changes on the disk."""
TOUCHING = ("os.chmod", "os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "sqlite3.connect")
"""What Python tells its audit hooks of calls that change something; of ``open`` only some do."""
WRITABLE = os.O_WRONLY | os.O_RDWR | os.O_CREAT
WRITING = ("_write", "add", "put", "replace", "write_bytes", "write_text")
"""Functions of which every line counts."""


class Fault(NamedTuple):
    """``kind`` happens at the ``at``-th call, counted from 1 among those in ``ops``; 0 is never."""

    kind: str = "kill"
    """kill; tear: half of a write, then kill; refuse: the error ``code``; line: kill at a line of code."""
    at: int = 0
    ops: tuple[str, ...] = CHANGING
    file: str = ""
    """Only calls on files whose names end so."""
    code: int = 0
    forever: bool = False
    """Every later call is refused as well."""


class Injector:
    """A hook for the shim that counts calls and brings the fault about."""

    def __init__(self) -> None:
        self.fault, self.count = Fault(), 0

    def arm(self, fault: Fault) -> None:
        """Count from now on."""
        self.fault, self.count = fault, 0

    def __call__(self, call: Call) -> int | None:
        """Let the call be made, refuse it, or end here."""
        fault = self.fault
        if call.op not in fault.ops or not call.path.endswith(fault.file):
            return None
        self.count += 1
        if not fault.at or self.count < fault.at or (self.count > fault.at and not fault.forever):
            return None
        if fault.kind == "refuse":
            return fault.code
        if fault.kind == "tear" and call.part:
            call.part(len(call.data) // 2)
        kill()
        return None


class Lines:
    """Counts the lines that are run in the modules that write files, and ends the process at the n-th.

    Of lines that write nothing themselves only those count before which a file was opened, made, renamed
    or removed since the last that counted: between the others nothing changes.
    """

    def __init__(self, at: int, files: Iterable[str]) -> None:
        self.at, self.files, self.count = at, frozenset(files), 0
        self.changed = False
        sys.addaudithook(self._audit)

    def _audit(self, event: str, given: tuple[Any, ...]) -> None:
        self.changed |= event in TOUCHING or (event == "open" and bool(given[2] & WRITABLE))

    def __call__(self, frame: FrameType, event: str, arg: object) -> Callable[..., Any] | None:
        """Watch a function if it is in one of the modules."""
        _ = event, arg
        return self._line if frame.f_code.co_filename in self.files else None

    def _line(self, frame: FrameType, event: str, arg: object) -> Callable[..., Any]:
        _ = arg
        if event == "line" and (self.changed or frame.f_code.co_name in WRITING):
            self.changed = False
            self.count += 1
            if self.count == self.at:
                kill()
        return self._line


class Recorder:
    """A hook that keeps everything that changes on the disk, and what was acknowledged in between."""

    def __init__(self) -> None:
        self.trace: list[Any] = []

    def __call__(self, call: Call) -> None:
        """Keep the call."""
        if call.op in ("open", "write", "truncate", "sync", "delete"):
            self.trace.append([call.op, call.path, call.at, call.data.hex()])


def kill() -> None:
    """End this process as a power button would end its program: nothing is flushed, nothing is closed."""
    os.kill(os.getpid(), signal.SIGKILL)
