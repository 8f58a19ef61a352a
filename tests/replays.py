"""ledger replay as its tests call it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from commands.cli import cli


def ledger(*args: object, lang: str = "en") -> tuple[int, str]:
    """Exit code and output of a call; nothing but an exit may come of it."""
    result = CliRunner(env={"LEDGER_BY": "林", "LEDGER_LANG": lang}).invoke(cli, list(map(str, args)))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def replayed(where: Path, *args: object) -> dict[str, Any]:
    """What ``ledger replay --json`` tells; its exit code is that of an alarm."""
    code, output = ledger("replay", "--ledger", where, *args, "--json")
    told: dict[str, Any] = json.loads(output)
    assert code == told["alarmed"]
    assert told["alarmed"] == any(finding["alarm"] for finding in told["findings"])
    return told


def sorts(told: dict[str, Any]) -> list[tuple[str, int]]:
    """Sort and position of each finding."""
    return [(finding["sort"], finding["position"]) for finding in told["findings"]]
