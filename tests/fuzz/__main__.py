"""python -m fuzz [TARGET] [SECONDS]: run one target, or each in turn, under a coverage-guided fuzzer.

What breaks a target is written to ``fuzz/seeds/TARGET``. Mend the program, give the file a name that says
what it broke, and keep it: the tests replay it from then on.
"""

from __future__ import annotations

import subprocess
import sys
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

atheris: Any = import_module("atheris")  # not on every platform, and without types

with atheris.instrument_imports(include=["ledger", "projections"]):
    from fuzz.mutation import mutated
    from fuzz.targets import SEEDS, TARGETS, catalogue, harmless, seeds
    from projections.view import views

    catalogue().specs()  # imports all areas of kinds
    views()

SECONDS = 60
LONGEST = 8_192


def main(args: list[str]) -> int:
    """Run what was asked for; 1 if something broke."""
    name, seconds = args[0] if args else "all", int(args[1]) if args[1:] else SECONDS
    if name not in TARGETS:
        command = [sys.executable, "-m", "fuzz"]
        codes = [subprocess.run([*command, each, str(seconds)], check=False).returncode for each in TARGETS]
        return int(any(codes))
    with TemporaryDirectory() as corpus:
        for data in seeds(name):
            (Path(corpus) / sha256(data).hexdigest()).write_bytes(data)
        return _fuzz(name, seconds, corpus)


def _fuzz(name: str, seconds: int, corpus: str) -> int:
    found = SEEDS / name
    found.mkdir(parents=True, exist_ok=True)
    options = [f"-max_total_time={seconds}", f"-max_len={LONGEST}", f"-artifact_prefix={found}/"]
    atheris.Setup(
        [sys.argv[0], *options, "-rss_limit_mb=4096", corpus],
        lambda data: harmless(TARGETS[name], data),
        custom_mutator=_mutate,
    )
    atheris.Fuzz()
    return 0


def _mutate(data: bytes, longest: int, seed: int) -> bytes:
    """Every other time as the fuzzer does by itself, in bits and bytes."""
    if seed % 2:
        return bytes(atheris.Mutate(data, longest))
    return mutated(data, Random(seed))[:longest]  # noqa: S311 - no secret


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
