"""The rules of the house about who may import what; the modules are walked, none is listed."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
PACKAGES = ("ledger", "projections", "commands")
"""From the inside out: none imports one to its right."""
MODULES = sorted(
    path.relative_to(ROOT).as_posix() for package in PACKAGES for path in (ROOT / package).rglob("*.py")
)
EVENTS = [module for module in MODULES if module.startswith("ledger/events/")]

IMPURE = {
    "asyncio", "calendar", "datetime", "eventsourcing", "http", "io", "json", "locale", "os", "pathlib",
    "pickle", "random", "secrets", "shutil", "socket", "sqlalchemy", "sqlite3", "subprocess", "sys",
    "tempfile", "time", "urllib", "uuid", "zoneinfo",
}  # fmt: skip
INWARD = {
    "ledger.bodies",
    "ledger.event",
    "ledger.fields",
    "ledger.language",
    "ledger.matter",
    "ledger.periods",
}
"""What kinds may import of the ledger, beside values and the helpers of their own area."""
DATABASES = {"sqlite3", "sqlalchemy", "psycopg", "apsw"}
SUBSTRATE = {
    "ledger/codec.py",
    "ledger/application.py",
    "ledger/log/recorder.py",
    "ledger/log/subscription.py",
}
"""What may import eventsourcing; the subscription is the recorder's other half."""
SQL = re.compile(
    r"\s*(?:SELECT\s.+\sFROM|INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM"
    r"|(?:CREATE|DROP)\s+(?:TABLE|INDEX|TRIGGER|UNIQUE)|PRAGMA|BEGIN\s+IMMEDIATE)\b",
    re.DOTALL,
)


@cache
def tree_of(module: str) -> ast.Module:
    return ast.parse((ROOT / module).read_text(encoding="utf-8"), module)


def imports(module: str) -> Iterator[str]:
    """What the module imports anywhere in it, in functions and for type checking too."""
    for node in ast.walk(tree_of(module)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{module}: import by the full name"
            yield from {node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)}


def roots(module: str) -> set[str]:
    return {name.partition(".")[0] for name in imports(module)}


def sql_in(module: str) -> list[str]:
    texts = (node.value for node in ast.walk(tree_of(module)) if isinstance(node, ast.Constant))
    return [text for text in texts if isinstance(text, str) and SQL.match(text)]


def is_helper(module: str) -> bool:
    return module.endswith(("_fields.py", "_sums.py"))


def test_there_are_modules_to_walk() -> None:
    assert len(EVENTS) > 10
    assert "ledger/events/meetings.py" in EVENTS


@pytest.mark.parametrize("module", MODULES)
def test_imports_point_inwards(module: str) -> None:
    outward = PACKAGES[PACKAGES.index(module.partition("/")[0]) + 1 :]
    assert not roots(module) & set(outward)


@pytest.mark.parametrize("module", EVENTS)
def test_kinds_know_no_clock_no_chance_and_no_outside_world(module: str) -> None:
    assert not roots(module) & IMPURE


@pytest.mark.parametrize("module", EVENTS)
def test_kinds_import_each_other_only_through_the_helpers_of_their_area(module: str) -> None:
    ours = {name for name in imports(module) if name.startswith("ledger.")}
    for name in {".".join(name.split(".")[:3]) for name in ours}:
        path = f"{name.replace('.', '/')}.py"
        if path in EVENTS:
            assert is_helper(path), f"{module} imports {name}"
        else:
            assert (
                name.startswith("ledger.values")
                or ".".join(name.split(".")[:2]) in INWARD
                or name == "ledger.events"
            )


@pytest.mark.parametrize("module", [module for module in EVENTS if is_helper(module)])
def test_helpers_of_an_area_declare_no_kinds(module: str) -> None:
    assert "ledger.event.kind" not in set(imports(module))


@pytest.mark.parametrize("module", [module for module in MODULES if not module.startswith("commands/")])
def test_click_stays_with_the_commands(module: str) -> None:
    assert not roots(module) & {"click", "rich"}


@pytest.mark.parametrize("module", MODULES)
def test_the_library_beneath_stays_behind_a_few_modules(module: str) -> None:
    assert module in SUBSTRATE or "eventsourcing" not in roots(module)


@pytest.mark.parametrize("module", [module for module in MODULES if not module.startswith("projections/")])
def test_sql_stays_in_the_log(module: str) -> None:
    if not module.startswith("ledger/log/"):
        assert not roots(module) & DATABASES
        assert not sql_in(module)


def test_a_rule_of_the_house_would_notice() -> None:
    assert sql_in("ledger/log/recorder.py")
    assert "eventsourcing" in roots("ledger/codec.py")
    assert "click" in roots("commands/cli.py")
