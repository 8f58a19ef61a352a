"""Runs the jobs, one file each, and prints one table: what was measured, its floor, its bound.

A job is a file of this folder without ``_`` in front that holds ``measure(folder)``. A bound that is missed
is told, not punished: two noisy cores make no gate. Only a job that breaks ends with an error.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import traceback
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks._measure import Figure, Skipped

if TYPE_CHECKING:
    from collections.abc import Iterable

HEADS = "job", "what", "p50", "floor", "of", "ratio", "bound", ""


def found() -> list[str]:
    """The jobs, by the names of their files."""
    return sorted(path.stem for path in Path(__file__).parent.glob("[!_]*.py"))


def main() -> int:
    """Run the jobs that are named, or all."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__.partition("\n")[0])
    parser.add_argument("jobs", nargs="*", metavar="NAME", help=f"{', '.join(found())}; all if none is named")
    parser.add_argument("--folder", type=Path, help="a folder on a real disk; default: one beside this one")
    told = parser.parse_args()
    if unknown := sorted(set(told.jobs) - set(found())):
        parser.error(f"no such job: {', '.join(unknown)}; there are {', '.join(found())}")
    folder = told.folder or Path.cwd().resolve().parent
    if file_system(folder) in ("tmpfs", "ramfs"):
        print(f"{folder} is in memory, where syncing costs nothing: name a folder on a disk with --folder.\n")
    results: dict[str, list[Figure | Skipped]] = {}
    broken = []
    for job in told.jobs or found():
        print(f"{job} …", file=sys.stderr, flush=True)
        try:
            with tempfile.TemporaryDirectory(prefix="benchmark-", dir=folder) as own:
                results[job] = list(import_module(f"benchmarks.{job}").measure(Path(own)))
        except Exception:  # noqa: BLE001 - the other jobs still run
            traceback.print_exc()
            broken.append(job)
    report(results, broken)
    return 1 if broken else 0


def file_system(folder: Path) -> str:
    """The sort of file system that a folder is on, where the system tells."""
    mounts = Path("/proc/mounts")
    if not mounts.exists():
        return ""
    here, best, sort = folder.resolve(), "", ""
    for line in mounts.read_text(encoding="utf-8").splitlines():
        _, point, kind, *_ = line.split()
        if here.is_relative_to(point) and len(point) >= len(best):
            best, sort = point, kind
    return sort


def report(results: dict[str, list[Figure | Skipped]], broken: list[str]) -> None:
    """The table, what was left out, and which bounds were met."""
    figures = [(job, got) for job, gots in results.items() for got in gots if isinstance(got, Figure)]
    print(table([HEADS, *(line(job, figure) for job, figure in figures)]))
    for job, gots in results.items():
        for got in gots:
            if isinstance(got, Skipped):
                print(f"{job}: {got.what} left out: {got.why}")
    bound = [(f"{job}: {figure.what}", figure.verdict) for job, figure in figures if figure.verdict]
    missed = [what for what, verdict in bound if verdict != "met"]
    print(f"\n{len(bound) - len(missed)} of {len(bound)} bounds met"
          + (f"; missed: {'; '.join(missed)}" if missed else "")
          + (f"; broken: {', '.join(broken)}" if broken else ""))  # fmt: skip


def line(job: str, figure: Figure) -> tuple[str, ...]:
    """One figure as the cells of the table."""
    return (
        job,
        figure.what,
        f"{figure.value:,.2f} {figure.unit}",
        f"{figure.floor:,.2f} {figure.unit}",
        figure.against,
        f"{figure.ratio:.2f}",
        f"≤ {figure.at_most:g}" if figure.at_most is not None else "",
        figure.verdict,
    )


def table(lines: Iterable[tuple[str, ...]]) -> str:
    """The cells in columns, numbers to the right."""
    kept = list(lines)
    widths = [max(map(len, column)) for column in zip(*kept, strict=True)]
    right = {HEADS.index(head) for head in ("p50", "floor", "ratio", "bound")}
    return "\n".join(
        "  ".join(cell.rjust(width) if at in right else cell.ljust(width)
                  for at, (cell, width) in enumerate(zip(cells, widths, strict=True))).rstrip()
        for cells in kept
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
