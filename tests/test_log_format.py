"""The page on the format is true: its example can be worked out, and its tables are those of the code."""

from __future__ import annotations

import json
import re
import sqlite3
from hashlib import sha256
from pathlib import Path

import pytest

from ledger.catalogue import Catalogue
from ledger.codec import Codec
from ledger.log.checkpoint import Checkpoint
from ledger.log.dialects import APPLICATION_ID, FORMAT
from ledger.log.note import VerifierKey
from ledger.log.proof_files import ConsistencyProof, InclusionProof
from ledger.log.sqlite import SCHEMA, SQLite

PAGE = (Path(__file__).parents[1] / "docs" / "log-format.md").read_text(encoding="utf-8")
BLOCKS = dict(re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL))
BODIES = BLOCKS["jsonl"].encode().splitlines()
KEY = VerifierKey.parse(BLOCKS["key"])
"""Section 10."""


def section(number: int) -> str:
    return PAGE.partition(f"### {number}. ")[2].partition("\n### ")[0]


def test_the_hashes_are_those_of_the_entries() -> None:
    leaves = [sha256(b"\0" + body).digest() for body in BODIES]
    node = sha256(b"\1" + leaves[0] + leaves[1]).digest()
    root = sha256(b"\1" + node + leaves[2]).digest()
    assert BLOCKS["hashes"].split() == [hashed.hex() for hashed in (*leaves, node, root)]
    assert Checkpoint.opened(BLOCKS["checkpoint"], KEY) == Checkpoint("688030.SH/governance", 3, root)


def test_the_proofs_hold() -> None:
    assert InclusionProof.parse(BLOCKS["inclusion"]).check(KEY, body=BODIES[1]).size == 3
    earlier = Checkpoint("688030.SH/governance", 2, bytes.fromhex(BLOCKS["hashes"].split()[3]))
    assert ConsistencyProof.parse(BLOCKS["consistency"]).check(earlier, KEY).size == 3


@pytest.mark.parametrize("position", [1, 2, 3])
def test_the_entries_are_as_the_program_writes_them(position: int) -> None:
    codec, body = Codec(Catalogue()), BODIES[position - 1]
    kind = re.search(rb'"kind":"([^"]+)"', body)
    assert kind
    assert codec.encode(codec.decode(position, kind[1].decode(), body)) == body


def test_the_table_of_the_entry_names_every_key_in_its_order() -> None:
    told = re.findall(r"`(\w+)`", "".join(re.findall(r"^\| (`[^|]+) \|", section(1), re.MULTILINE)))
    sample = (Path(__file__).with_name("samples") / "meeting-held-v1.jsonl").read_text(encoding="utf-8")
    assert told == list(json.loads(sample.splitlines()[0]))


def test_the_tables_of_the_database_are_described(tmp_path: Path) -> None:
    database = SQLite(tmp_path / "ledger.db")
    database.create()
    with sqlite3.connect(database.path) as connection:
        for table in ("entries", "tiles", "head"):
            for _, column, *_ in connection.execute(f"PRAGMA table_info({table})"):
                assert f"`{column}`" in section(3), f"{table}.{column}"
    connection.close()
    assert f"0x{APPLICATION_ID:08X}" in section(3)
    assert f"`user_version` {FORMAT}," in section(3)
    assert SCHEMA.count("CREATE TABLE") == 3
