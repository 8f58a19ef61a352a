"""Issued reports: kept as they were, given back, made again as then known."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path
from typing import Any

import half_year as example
import pytest
from issues import REF, corrected, issued_half_year, position, the_story
from replays import ledger as run

from ledger.application import Ledger
from ledger.errors import RefusedInputError
from ledger.evidence.store import Store, Verdict
from projections import diff, issue, issue_correction, recompute, reproduce
from projections.issued import NoSuchReportError, NotIssuedError
from projections.issuing import (
    AlreadyIssuedError,
    OpenPointsError,
    OtherEditionError,
    OtherFilesError,
    Papers,
)
from projections.rederived import Outcome
from projections.render import UnknownFormatError
from projections.render import json as canonical


def test_an_issue_says_what_it_takes_to_check_it(half_year: Ledger) -> None:
    size = half_year.point(None)
    entry = issued_half_year(half_year, announcement="2024-080", prepared_by="证券事务部", reviewed_by="唐琰")
    event: Any = entry.event
    assert (event.position, event.checkpoint_size) == (size, size)
    assert event.checkpoint_root == half_year.log_recorder.root(size).hex()
    assert (event.open_points, str(event.language), str(event.disclosed_on)) == (4, "zh", "2024-08-28")
    document = example.report(half_year, as_known_at=size)
    assert event.digest == canonical.digest(document)
    assert event.title == document.blocks[1].text
    kept = {
        piece.name: b"".join(Store(half_year.settings.evidence).read(piece.sha256))
        for piece in entry.evidence
    }
    assert set(kept) == {
        "evaluation-2024H1.md",
        "evaluation-2024H1.json",
        "evaluation-2024H1.open-points.txt",
    }
    assert (
        str(event.files) == f"evaluation-2024H1.md {hashlib.sha256(kept['evaluation-2024H1.md']).hexdigest()}"
    )
    assert kept["evaluation-2024H1.open-points.txt"].decode().splitlines() == [
        point.zh for point in document.open_points
    ]
    assert canonical.read(kept["evaluation-2024H1.json"]).as_json() == document.as_json()


def test_what_was_issued_is_reproduced_after_corrections_and_elsewhere(
    half_year: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    issued_half_year(half_year, papers=Papers(("md", "html", "docx", "pdf")))
    before = {one.piece.name: one.piece.sha256 for one in reproduce(half_year, REF).documents}
    the_story(half_year)
    assert recompute(half_year, REF).outcome.outcome is Outcome.REPRODUCED
    monkeypatch.setenv("TZ", "America/New_York")
    folder, export, out = half_year.settings.database.parent, tmp_path / "export", tmp_path / "out"
    assert run("export", export, "--ledger", folder)[0] == 0
    assert run("init", tmp_path / "elsewhere", "--from", export)[0] == 0
    code, told = run("reproduce", REF, "-o", out, "--recompute", "--ledger", tmp_path / "elsewhere")
    assert code == 0, told
    assert "the same digest" in told
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in out.iterdir()}
    assert found == before


def test_the_securities_stand_at_the_head_of_the_files_alone(half_year: Ledger) -> None:
    papers = Papers(("md", "json"), header=True)
    entry = issued_half_year(half_year, papers=papers, announcement="2024-080")
    assert recompute(half_year, REF).outcome.outcome is Outcome.REPRODUCED
    the_story(half_year)
    done = issue_correction(half_year, REF, by="林", disclosed_on="2024-09-12", announcement="2024-085",
                            papers=papers, with_open_points=True)  # fmt: skip
    heads = [file.data.decode().split("\n\n")[1] for file in done.files if file.name.endswith(".md")]
    assert len(heads) == 2
    assert all("证券代码：688030" in head and "公告编号：2024-085" in head for head in heads)
    assert len({piece.sha256 for piece in entry.evidence}) == len(entry.evidence)


def test_what_is_refused_leaves_nothing_behind(half_year: Ledger) -> None:
    size = half_year.point(None)
    with pytest.raises(OpenPointsError) as refused:
        issued_half_year(half_year, with_open_points=False)
    assert "4 项待办" in refused.value.text("zh")
    assert "--with-open-points" in refused.value.text("en")
    with pytest.raises(UnknownFormatError):
        issued_half_year(half_year, papers=Papers(names=("report.odt",)))
    with pytest.raises(RefusedInputError, match="disclosed_on"):
        issued_half_year(half_year, disclosed_on="2024-02-30")
    with pytest.raises(NoSuchReportError):
        issue(half_year, "annual", "2024H1", by="林")
    issued_half_year(half_year, dry_run=True)
    for nothing in ("evaluation/2023", "report/evaluation-2024H1", "#1"):
        with pytest.raises(NotIssuedError):
            diff(half_year, nothing)
    assert half_year.point(None) == size
    assert not half_year.settings.evidence.exists()


def test_the_same_is_not_issued_twice_and_another_only_as_a_correction(half_year: Ledger) -> None:
    first = issued_half_year(half_year)
    again = issue(half_year, "evaluation", "2024H1", cut_off="2024-08-28", by="林")
    assert (again.entry.position, again.new) == (first.position, False)
    the_story(half_year)
    with pytest.raises(AlreadyIssuedError, match="--corrects evaluation/2024H1"):
        issued_half_year(half_year)


@pytest.mark.parametrize("cut_off", ["2024-08-27", "2024-08-29", None])
def test_a_report_is_issued_with_one_cut_off(half_year: Ledger, cut_off: str | None) -> None:
    first = issued_half_year(half_year)
    with pytest.raises(OtherEditionError, match=f"#{first.position} with the cut-off 2024-08-28, not"):
        issued_half_year(half_year, cut_off=cut_off)
    assert half_year.point(None) == first.position


def test_each_language_has_its_own_issue(half_year: Ledger) -> None:
    first = issued_half_year(half_year)
    assert issued_half_year(half_year, lang="en").position == first.position + 1


def test_a_file_that_was_not_issued_is_not_passed_over(half_year: Ledger, tmp_path: Path) -> None:
    final = tmp_path / "final.docx"
    final.write_bytes(b"PK the office's own")
    first = issued_half_year(half_year, papers=Papers(("md", "json")))
    for papers in (Papers(("html",)), Papers(names=("report.odt.docx",)), Papers(documents=(str(final),))):
        with pytest.raises(OtherFilesError, match="nothing was recorded or written"):
            issued_half_year(half_year, papers=papers)
    again = issue(half_year, "evaluation", "2024H1", cut_off="2024-08-28", by="林",
                  papers=Papers(("json",), ("another.md",)))  # fmt: skip
    assert (again.new, again.same, len(again.files)) == (False, True, 2)
    assert half_year.point(None) == first.position


def test_the_same_words_from_other_entries_are_told_apart(half_year: Ledger) -> None:
    first = issued_half_year(half_year)
    at = position(half_year, "training-held", held_on="2024-08-13")
    corrected(half_year, at, "补记", note="会场签到表已核对")
    again = issue(half_year, "evaluation", "2024H1", cut_off="2024-08-28", by="林")
    assert (again.entry.position, again.new, again.same) == (first.position, False, False)


def test_the_offices_own_text_is_kept_as_it_is(half_year: Ledger, tmp_path: Path) -> None:
    final = tmp_path / "定稿.docx"
    final.write_bytes(b"PK the office's own")
    entry = issued_half_year(half_year, papers=Papers(documents=(str(final),)))
    assert str(entry.event.cells()["files"]).startswith("定稿.docx ")
    (own,) = [one for one in reproduce(half_year, REF).documents if one.piece.name == "定稿.docx"]
    assert b"".join(Store(half_year.settings.evidence).read(own.piece.sha256)) == final.read_bytes()


def test_without_a_key_the_root_is_recorded_and_that_is_said(half_year: Ledger) -> None:
    issued_half_year(half_year)
    (notice,) = half_year.notices
    assert "ledger.toml" in notice.en
    assert half_year.entry(half_year.point(None)).event.cells()["checkpoint_root"]


def test_the_commands_write_where_they_were_told_and_tell_what_differs(
    half_year: Ledger, tmp_path: Path
) -> None:
    home = ("--ledger", half_year.settings.database.parent)
    asked = ("issue", "evaluation", "2024H1", "--cut-off", "2024-08-28", "--with-open-points", *home)
    size = half_year.point(None)
    code, told = run(*asked, "-o", tmp_path / "none" / "report.html")
    assert (code, "no such folder" in told, half_year.point(None)) == (1, True, size)
    code, told = run(*asked, "-o", tmp_path / "report.html", "--format", "md", "--dry-run")
    assert (code, json.loads(told)["event"]["position"], half_year.point(None)) == (0, str(size), size)
    assert run(*asked, "-o", tmp_path / "report.html", "--format", "md", lang="zh")[0] == 0
    code, told = run("reproduce", REF, "-o", tmp_path / "kept.zip", *home)
    kept = zipfile.ZipFile(tmp_path / "kept.zip")
    assert kept.read("report.html") == (tmp_path / "report.html").read_bytes()
    assert "evaluation-2024H1.md" in kept.namelist()
    at = the_story(half_year)
    code, told = run("diff", REF, *home)
    assert code == 0
    assert "  ← #{audit} #{board}".format(**at) in told
    assert f"#{at['visits']} Visit of investors received" in told
    assert "correction of #" in told
    corrects = ("issue", "--corrects", REF, "--with-open-points", "-o", tmp_path / "anew.html", *home)
    assert run(*corrects)[0] == 2
    assert run(*corrects, "--disclosed-on", "2024-09-12", lang="zh")[0] == 0
    assert "更正公告" in (tmp_path / "anew-correction.html").read_text(encoding="utf-8")
    assert "调研 5 次" in (tmp_path / "anew.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("fate", [Verdict.ALTERED, Verdict.MISSING, Verdict.ERASED])
def test_a_file_that_is_not_as_it_was_is_told(half_year: Ledger, tmp_path: Path, fate: Verdict) -> None:
    entry = issued_half_year(half_year)
    piece = next(piece for piece in entry.evidence if piece.name.endswith(".md"))
    path, folder = Store(half_year.settings.evidence).path(piece.sha256), half_year.settings.database.parent
    if fate is Verdict.ALTERED:
        path.write_bytes(path.read_bytes() + b" ")
    elif fate is Verdict.MISSING:
        path.unlink()
    else:
        assert run("evidence", "erase", piece.sha256, "--why", "依规", "--ledger", folder)[0] == 0
    code, told = run("reproduce", REF, "--recompute", "-o", tmp_path / "out", "--ledger", folder)
    assert code == (0 if fate is Verdict.ERASED else 1)
    assert f"{piece.name} [{fate.show('en')}]" in told
    assert "the same digest" in told
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        "evaluation-2024H1.json", "evaluation-2024H1.open-points.txt"
    }  # fmt: skip
