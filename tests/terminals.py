"""A real terminal for tests: a program on a pseudo-terminal, answered when it asks."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
ON = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
terminal = os.open(sys.argv[1], os.O_RDWR)
for stream in (0, 1, 2):
    os.dup2(terminal, stream)
os.execv(sys.executable, [sys.executable, "-m", "commands.cli", *sys.argv[2:]])
"""
"""A session leader that opens a terminal has it as its own, so that Ctrl-C reaches it; ignoring it is undone,
as a shell without job control lets all that it starts in the background ignore it."""
ASKS = re.compile(r"(: |：)\Z")
PATIENCE = 30.0
INTERRUPT, END = "\x03", "\x04"


class Terminal:
    """The program ``ledger`` at a terminal of its own."""

    def __init__(self, folder: Path, *call: str, lang: str, **extra: str) -> None:
        self.end, program = pty.openpty()
        name = os.ttyname(program)
        environment = {
            **os.environ, "PYTHONPATH": str(ROOT), "LEDGER_BY": "林", "LEDGER_LANG": lang, "TERM": "dumb",
            "LC_ALL": "C.UTF-8", "COLUMNS": "100", "LINES": "60", **extra,
        }  # fmt: skip
        self.process = subprocess.Popen(
            [sys.executable, "-c", ON, name, *call], cwd=folder, env=environment, start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self.program = program
        self.seen = ""

    def answered(self, *answers: str) -> tuple[str, int]:
        """Give the answers, each when something is asked; all that was seen, and the exit code."""
        try:
            for answer in answers:
                self._wait(len(self.seen))
                sign = answer if answer in (INTERRUPT, END) else f"{answer}\n"
                if answer == INTERRUPT:
                    time.sleep(0.3)  # Python's readline misses a signal between its prompt and its waiting
                os.write(self.end, sign.encode(errors="surrogateescape"))
                self.seen += "\0"  # what is asked next comes after the answer was echoed
            self._wait(len(self.seen), until_it_ends=True)
        finally:
            self.process.kill()
            code = self.process.wait()
            os.close(self.program)
            os.close(self.end)
        return self.seen.replace("\0", "").replace("\r", ""), code

    def _wait(self, since: int, *, until_it_ends: bool = False) -> None:
        late = time.monotonic() + PATIENCE
        data = b""
        before = self.seen
        while True:
            told = data.decode(errors="ignore")
            asked = ASKS.search(told) and ("\n" in told or not since)
            if asked and not until_it_ends:
                break
            if self.process.poll() is not None and not select.select([self.end], [], [], 0.1)[0]:
                assert until_it_ends, f"it ended early:\n{before}{told}"
                break
            assert time.monotonic() < late, f"nothing more was asked:\n{before}{told}"
            if select.select([self.end], [], [], 0.1)[0]:
                data += os.read(self.end, 65_536)
        self.seen = before + data.decode(errors="replace")
