"""Children that are killed: forked, one for each fault, from one process that has all imports done.

That process has a single thread and no open database, so that forking it is safe; pytest's own may not.
"""

from __future__ import annotations

import json
import os
import pathlib
import signal
import subprocess
import sys
import traceback
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from ledger import durable, founding
from ledger.audit import signing, signing_keys
from ledger.errors import LedgerError
from ledger.evidence import documents, store
from ledger.log import kept, keys
from reliability.faults import Fault, Injector, Lines, Recorder
from reliability.shim import Shim

HERE = Path(__file__).resolve()
ROOT = HERE.parents[2]
WRITERS = [
    str(module.__file__)
    for module in (pathlib, durable, store, documents, founding, signing, signing_keys, kept, keys)
]
"""The modules that write files other than the database."""


class Ended(NamedTuple):
    """How a child ended."""

    killed: bool
    acknowledged: int
    """The most entries that the ledger said it had; 0 if it said nothing."""
    calls: int = 0
    """How many calls were counted, once the operation was over."""
    error: str = ""
    """Class of the LedgerError that was raised."""
    exit_code: int = 0
    text: str = ""
    """What the error says, or the traceback of one that is no LedgerError."""
    trace: list[Any] | None = None


class Nursery:
    """The process from which children are forked."""

    def __init__(self) -> None:
        path = os.pathsep.join((str(ROOT), str(HERE.parents[1])))
        self._process = subprocess.Popen(
            [sys.executable, "-m", "reliability.children"], text=True, env={**os.environ, "PYTHONPATH": path},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip

    def run(self, operation: str, folder: Path, fault: Fault = Fault(), *, trace: bool = False) -> Ended:  # noqa: B008
        """Let a child do ``operation`` in ``folder``, with the fault; ``trace`` keeps what it does."""
        assert self._process.stdin
        assert self._process.stdout
        print(json.dumps([operation, str(folder), fault, trace]), file=self._process.stdin, flush=True)
        answer = json.loads(self._process.stdout.readline())
        ended = Ended(**answer)
        assert ended.error != "!", ended.text
        return ended

    def close(self) -> None:
        """End the process."""
        self._process.communicate()


def main() -> None:
    """Fork a child for each line of standard input, and tell how it ended."""
    from reliability.operations import OPERATIONS  # noqa: PLC0415 - which brings everything that they need

    with TemporaryDirectory() as name:  # so that no child has to make what is made once in a process
        for operation in ("found", "sign", "change_key", "create", "record", "catch_up"):
            OPERATIONS[operation](Path(name), lambda _: None)
    injector = Injector()
    shim = Shim(injector)
    for line in sys.stdin:
        operation, folder, fault, trace = json.loads(line)
        read, write = os.pipe()
        child = os.fork()
        if not child:
            os.close(read)
            recorder = Recorder()
            if trace:
                shim.hook = recorder
            counter: Injector | Lines = injector
            injector.arm(Fault(*fault))
            if injector.fault.kind == "line":
                counter = Lines(injector.fault.at, WRITERS)
                injector.arm(Fault())
                sys.settrace(counter)
            _live(OPERATIONS[operation], Path(folder), write, counter, recorder)
        os.close(write)
        with os.fdopen(read) as told:
            lines = [json.loads(each) for each in told]
        _, status = os.waitpid(child, 0)
        said = {key: value for each in lines for key, value in each.items()}
        killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        sys.stdout.write(json.dumps({"acknowledged": 0, **said, "killed": killed}) + "\n")
        sys.stdout.flush()


def _live(operation: Any, folder: Path, write: int, counter: Injector | Lines, recorder: Recorder) -> None:
    """The life of a child; it never returns."""

    def say(**said: object) -> None:
        os.write(write, (json.dumps(said) + "\n").encode())

    def acknowledge(size: int) -> None:
        say(acknowledged=size)
        recorder.trace.append(["acknowledge", "", size, ""])

    try:
        operation(folder, acknowledge)
    except LedgerError as error:
        say(error=type(error).__name__, exit_code=error.exit_code, text=error.text("en"))
    except BaseException:  # noqa: BLE001 - told to the test, which fails
        say(error="!", text=traceback.format_exc())
    sys.settrace(None)
    with os.fdopen(write, "w") as told:
        print(json.dumps({"calls": counter.count, "trace": recorder.trace}), file=told)
    os._exit(0)


if __name__ == "__main__":
    main()
