"""The rules of a kind as a manual page tells them: read from what its methods would say, in both languages.

What a rule says stands in the code as ``Both(en, zh)``, once; here the sources are read for it, so that no
rule has to be described a second time. What is filled in only when it speaks is shown as ``…``.
"""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from typing import TYPE_CHECKING, Any

from ledger.event import GovernanceEvent
from ledger.language import Both

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ledger.event import KindSpec

DEEPEST = 3
"""Helpers of helpers that are followed."""
_FILLED = re.compile(r"\{[^{}]*\}")


def refusals(spec: KindSpec) -> list[Both]:
    """What is refused: the contradictions of the kind."""
    return _told(spec, "contradictions")


def flags(spec: KindSpec) -> list[Both]:
    """What is recorded and flagged: the irregularities of the kind."""
    return _told(spec, "irregularities")


def _told(spec: KindSpec, method: str) -> list[Both]:
    found: list[Both] = []
    for cls in spec.cls.__mro__:
        rule = vars(cls).get(method)
        if rule and cls is not GovernanceEvent:
            found += _said_by(rule, cls, DEEPEST)
            if f"super().{method}" not in inspect.getsource(rule):
                break
    return list(dict.fromkeys(found))


def _said_by(function: Callable[..., Any], cls: type, depth: int) -> Iterator[Both]:
    """Every text that a function may yield, and those of the helpers that it asks."""
    known: dict[str, Any] = getattr(function, "__globals__", {})
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    told = [node for node in ast.walk(tree) if isinstance(node, ast.Yield | ast.YieldFrom | ast.Return)]
    spoken = {id(inner) for node in told for inner in ast.walk(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name) and node.func.id == "Both" and id(node) in spoken:
                yield from _written(node)
            elif depth and (helper := _helper(node.func, known, cls)):
                yield from _said_by(helper, cls, depth - 1)
        elif isinstance(node, ast.Name) and isinstance(both := known.get(node.id), Both):
            yield Both(*(_FILLED.sub("…", text) for text in both))


def _written(call: ast.Call) -> Iterator[Both]:
    texts = [_text(argument) for argument in call.args]
    if len(texts) == 2 and all(texts):
        yield Both(*texts)


def _text(node: ast.expr) -> str:
    """The text of a literal, what is filled in as ``…``; empty if it is no literal."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part) if isinstance(part, ast.Constant) else "…" for part in node.values)
    return ""


def _helper(node: ast.expr, known: dict[str, Any], cls: type) -> Callable[..., Any] | None:
    """The function that is called, where it is one of ours: by its name, or a method of the kind."""
    found: Any = None
    if isinstance(node, ast.Name):
        found = known.get(node.id)
    elif isinstance(node, ast.Attribute):
        found = getattr(_owner(node.value, known, cls), node.attr, None)
    found = inspect.unwrap(found) if callable(found) else None
    ours = inspect.isfunction(found) and found.__module__.startswith(("ledger.events", cls.__module__))
    return found if ours else None


def _owner(node: ast.expr, known: dict[str, Any], cls: type) -> Any:
    """Whose method is called: that of the kind, of what a name stands for, or of ``matter.derived(…)``."""
    if isinstance(node, ast.Name):
        return cls if node.id == "self" else known.get(node.id)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "derived":
        fold = known.get(ast.unparse(node.args[0]))
        made = getattr(fold, "__annotations__", {}).get("return")
        return getattr(fold, "__globals__", {}).get(made)
    return None
