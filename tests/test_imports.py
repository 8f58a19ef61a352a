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
    assert not {"pydantic", "sqlalchemy", "eventsourcing", "rich", "yaml"} & imported(tmp_path, "--help")
    assert not list(tmp_path.iterdir())


def test_recording_imports_its_own_area_only_and_no_sqlalchemy(tmp_path: Path) -> None:
    imported(tmp_path, "init", "--by", "lin")
    fields = ("--title", "某培训", "--held-on", "2024-06-13", "--side", "internal")
    modules = imported(tmp_path, "record", "training-held", *fields, "--by", "lin")
    assert not {"sqlalchemy", "rich", "yaml"} & modules
    areas = {name for name in modules if name.startswith("ledger.events.")}
    assert areas == {"ledger.events.trainings"}
