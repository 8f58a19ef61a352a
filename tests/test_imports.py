"""What a command imports: nobody waits for what they do not use."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

CALL = """
import sys
try:
    from commands.cli import main
    main()
finally:
    print(*sys.modules, file=sys.stderr)
"""


def imported(folder: Path, *args: str) -> set[str]:
    """The modules that a call of the program has imported when it ends."""
    done = subprocess.run(
        [sys.executable, "-c", CALL, *args],
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    return set(done.stderr.splitlines()[-1].split())


def test_the_help_imports_neither_pydantic_nor_sqlalchemy(tmp_path: Path) -> None:
    unused = {"pydantic", "sqlalchemy", "eventsourcing", "rich", "yaml", "cryptography"}
    assert not unused & imported(tmp_path, "--help")
    assert not list(tmp_path.iterdir())


def test_without_its_driver_a_ledger_on_a_server_is_refused_in_words(tmp_path: Path) -> None:
    call = "import sys; sys.modules['psycopg'] = None; from commands.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", call, "show", "1", "--ledger", "postgresql://h/db", "--lang", "en"],
        cwd=tmp_path, check=False, capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 3
    assert done.stderr.startswith("ledgers on PostgreSQL need the package psycopg")


def test_recording_imports_its_own_area_only_and_no_sqlalchemy(tmp_path: Path) -> None:
    imported(tmp_path, "init", "--by", "lin")
    fields = ("--title", "某培训", "--held-on", "2024-06-13", "--side", "internal")
    modules = imported(tmp_path, "record", "training-held", *fields, "--by", "lin")
    assert not {"sqlalchemy", "rich", "yaml", "cryptography", "psycopg"} & modules
    areas = {name for name in modules if name.startswith("ledger.events.")}
    assert areas == {"ledger.events.trainings"}
