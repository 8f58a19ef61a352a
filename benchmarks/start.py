"""How long a command takes from the prompt and back, against an interpreter that does nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks._cases import BY, new_ledger
from benchmarks._measure import Figure, in_turn

if TYPE_CHECKING:
    from collections.abc import Iterator

ROUNDS = 15
OURS = "LEDGER", "PYTHON"
"""Settings that begin so are not passed on: PYTHONDONTWRITEBYTECODE would compile us at every start."""


def measure(folder: Path) -> Iterator[Figure]:
    """Time the help, and a record with all that belongs to it."""
    new_ledger(folder / "ledger").close()
    script = Path(sys.executable).with_name("ledger")
    program = [str(script)] if script.exists() else [sys.executable, "-m", "commands.cli"]
    number = count(1)

    def run(*call: str) -> None:
        environment = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        subprocess.run(call, check=True, capture_output=True, env=environment,
                       cwd=Path(__file__).parent.parent)  # fmt: skip

    def record() -> None:
        run(*program, "record", "training-held", "--ledger", str(folder / "ledger"), "--by", BY,
            "--title", f"培训{next(number):06}", "--held-on", "2024-03-04", "--side", "external")  # fmt: skip

    took = in_turn(ROUNDS, {
        "floor": lambda: run(sys.executable, "-c", "pass"),
        "help": lambda: run(*program, "--help"),
        "record": record,
    })  # fmt: skip
    yield Figure("ledger --help", took["help"], "python -c pass", took["floor"], 5)
    yield Figure("ledger record …", took["record"], "python -c pass", took["floor"], 22)
