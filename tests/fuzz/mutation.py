"""Mutation that knows what a line of JSON or a field of text is, and so gets past the parser."""

from __future__ import annotations

import json
from random import Random
from typing import Any

ODD: list[Any] = [
    None, True, False, 0, -1, 1, 2, 2**31, 2**63, 2**70, 10**400, 1.5, 1e308, "", " ", "0", "-1", "NaN",
    "=1+1", "#1", "2024-02-30", "2024H3", "9999-12-31", "0000", "2024-01-01..2023-01-01", "10000-01-01",
    "CNY 1.00", "USD 9999999999999999999999.99", "CNY -0.00", "0-0-0", "8-1-0", "约 0", "150%",
    "张三；；张三", "a/b/c#1@2", "meeting/",
    "\u202e", "\u0000", "é", "\ud800", "１２", "长" * 5000, [], {}, [[]], {"": ""}, ["x"], "ledger-opened",
    "entry-retracted", "no-such-kind", "1900-01-01T00:00:00.000000Z", "9999-12-31T23:59:59.999999Z",
]  # fmt: skip
"""Values that a reader may not have thought of."""
SEPARATORS = ("\n", "；", ": ", ",", " ", '"', "{", "}")


def mutated(data: bytes, chance: Random) -> bytes:
    """The bytes with one thing changed in a way that a format knows; once in a while with several."""
    lines = data.split(b"\n")
    at = chance.randrange(len(lines))
    try:
        told = json.loads(lines[at])
    except (ValueError, RecursionError):
        return _text(data, chance)
    while True:
        told = _json(told, chance)
        if chance.random() < 0.6:
            break
    lines[at] = json.dumps(told, ensure_ascii=chance.random() < 0.2, separators=(",", ":")).encode(
        "utf-8", "surrogatepass"
    )
    if chance.random() < 0.2:
        chance.shuffle(lines)
    return b"\n".join(lines)


def _json(value: Any, chance: Random) -> Any:
    """The value with something replaced, removed, renamed or repeated in it."""
    if isinstance(value, dict) and value and chance.random() < 0.95:
        key = chance.choice([*value])
        changed = dict(value)
        if chance.random() < 0.1:
            del changed[key]
        elif chance.random() < 0.1:
            changed[str(chance.choice(ODD))] = changed.pop(key)
        elif chance.random() < 0.1:
            changed[key] = chance.choice([*value.values()])
        else:
            changed[key] = _json(value[key], chance)
        return changed
    if isinstance(value, list) and value and chance.random() < 0.8:
        at = chance.randrange(len(value))
        return [*value[:at], _json(value[at], chance), *value[at + chance.randrange(2) :]]
    if isinstance(value, str) and value and chance.random() < 0.5:
        return _text(value.encode("utf-8", "surrogatepass"), chance).decode("utf-8", "replace")
    return chance.choice(ODD)


def _text(data: bytes, chance: Random) -> bytes:
    """The text with a part between separators replaced, removed, repeated or moved."""
    separator = chance.choice(SEPARATORS).encode()
    parts = data.split(separator)
    at, other = chance.randrange(len(parts)), chance.randrange(len(parts))
    way = chance.randrange(4)
    if way == 0:
        parts[at] = str(chance.choice(ODD)).encode("utf-8", "surrogatepass")
    elif way == 1:
        parts[at] = parts[other]
    elif way == 2:
        del parts[at]
    else:
        parts.insert(at, parts[other])
    return separator.join(parts)
