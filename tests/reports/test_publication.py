"""A published file, held against what the ledger issued."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from issues import REF, issued_half_year, the_story
from replays import ledger as run

from ledger.application import Ledger
from ledger.batch import Change
from ledger.evidence.store import Store
from projections import issue_correction
from projections.issuing import Papers


def verified(path: Path, *args: object) -> tuple[int, dict[str, Any]]:
    code, output = run("verify", *args, "--report", path, "--json")
    told: dict[str, Any] = json.loads(output)["report"]
    return code, told


def test_a_published_file_is_known_by_its_bytes_or_by_what_it_carries(
    half_year: Ledger, tmp_path: Path
) -> None:
    folder, out, export = half_year.settings.database.parent, tmp_path / "out", tmp_path / "export.zip"
    entry = issued_half_year(half_year, papers=Papers(("md", "pdf", "html")))
    assert run("reproduce", REF, "-o", out, "--ledger", folder)[0] == 0
    assert run("export", export, "--ledger", folder)[0] == 0
    for args in (("--ledger", folder), (export,)):
        for form in ("md", "pdf", "html", "json"):
            code, told = verified(out / f"evaluation-2024H1.{form}", *args)
            assert (code, told["position"], told["wrong"]) == (0, entry.position, [])
            assert "byte for byte" in told["told"][0]
            assert entry.event.cells()["checkpoint_root"] in told["told"][1]
    stamped = tmp_path / "stamped.pdf"
    stamped.write_bytes((out / "evaluation-2024H1.pdf").read_bytes() + b"% stamp\n")
    code, told = verified(stamped, "--ledger", folder)
    assert (code, told["position"]) == (0, entry.position)
    assert "carries unchanged the document" in told["told"][0]
    for other in (out / "evaluation-2024H1.open-points.txt", tmp_path / "edited.md"):
        other.write_bytes(other.read_bytes() if other.exists() else b"edited")
        code, told = verified(other, "--ledger", folder)
        assert (code, told["position"], told["sound"]) == (1, None, False)
    named = half_year.entry(entry.position).event
    numbered = type(named).model_validate(named.cells() | {"announcement": "2024-080"})
    later = half_year.correct(entry.position, numbered, by="林", reason="补登编号", completion=True)
    code, told = verified(out / "evaluation-2024H1.md", "--ledger", folder)
    assert (code, told["position"]) == (0, later.position)
    assert "“evaluation-2024H1.md”" in told["told"][0]
    the_story(half_year)
    done = issue_correction(half_year, REF, by="林", disclosed_on="2024-09-12", with_open_points=True)
    code, told = verified(out / "evaluation-2024H1.md", "--ledger", folder)
    assert (code, told["told"][-1]) == (0, f"it was corrected since, by #{done.entry.position}")


def test_a_root_that_the_entries_do_not_give_is_found(half_year: Ledger, tmp_path: Path) -> None:
    entry = issued_half_year(half_year)
    wrong = type(entry.event).model_validate(entry.event.cells() | {"checkpoint_root": "ab" * 32})
    half_year.retract(entry.position, by="林", reason="重发")
    half_year.record(Change(wrong, evidence=entry.evidence), by="林")
    file = tmp_path / "report.md"
    piece = next(piece for piece in entry.evidence if piece.name.endswith(".md"))
    file.write_bytes(b"".join(Store(half_year.settings.evidence).read(piece.sha256)))
    code, told = verified(file, "--ledger", half_year.settings.database.parent)
    assert (code, told["sound"]) == (1, False)
    assert "ab" * 32 in told["wrong"][0]
