"""The evidence store, and which documents it takes."""

from __future__ import annotations

import hashlib
import os
import tracemalloc
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ledger.durable import UnwritableError
from ledger.evidence.documents import LARGEST, NotADocumentError, digest_of, name_of
from ledger.evidence.file_names import LONGEST, FileNames, safe
from ledger.evidence.store import NotKeptError, Store, Verdict

SIGNED = "签字版".encode()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "evidence")


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    path = tmp_path / "scan.pdf"
    path.write_bytes(SIGNED)
    return path


def files(store: Store) -> list[Path]:
    return [path for path in store.folder.rglob("*") if path.is_file()]


def test_a_document_is_kept_under_its_digest(store: Store, scan: Path) -> None:
    sha256 = store.put(scan)
    assert sha256 == hashlib.sha256(SIGNED).hexdigest() == digest_of(scan)
    assert store.path(sha256) == store.folder / sha256[:2] / sha256
    assert b"".join(store.read(sha256)) == SIGNED
    assert (store.verdict(sha256), store.size(sha256)) == (Verdict.INTACT, len(SIGNED))
    scan.unlink()
    assert store.verdict(sha256) is Verdict.INTACT


def test_a_document_put_in_twice_is_there_once(store: Store, scan: Path) -> None:
    sha256 = store.put(scan)
    written = store.path(sha256).stat().st_ino
    assert store.put(scan) == sha256
    assert files(store) == [store.path(sha256)]
    assert store.path(sha256).stat().st_ino == written


@pytest.mark.parametrize("size", [1, 1 << 20, (1 << 20) + 1])
def test_documents_of_any_size_are_read_back(store: Store, scan: Path, size: int) -> None:
    scan.write_bytes(b"x" * size)
    assert sum(map(len, store.read(store.put(scan)))) == size


def test_an_altered_document_is_told_and_can_be_put_right(store: Store, scan: Path) -> None:
    sha256 = store.put(scan)
    store.path(sha256).write_bytes(SIGNED[:-1] + b"x")
    assert store.verdict(sha256) is Verdict.ALTERED
    assert store.verdict(sha256, erased=True) is Verdict.NOT_ERASED
    with pytest.raises(NotKeptError, match=f"{sha256} is altered"):
        list(store.read(sha256))
    store.put(scan)
    assert store.verdict(sha256) is Verdict.INTACT


def test_a_document_that_is_gone_is_missing_or_erased(store: Store, scan: Path) -> None:
    sha256 = store.put(scan)
    assert store.verdict(sha256, erased=True) is Verdict.NOT_ERASED
    store.remove(sha256)
    assert store.verdict(sha256) is Verdict.MISSING
    assert store.verdict(sha256, erased=True) is Verdict.ERASED
    assert store.size(sha256) is None
    store.remove(sha256)
    assert [verdict for verdict in Verdict if verdict.fine] == [Verdict.INTACT, Verdict.ERASED]


def test_what_is_no_plain_file_is_never_the_document(store: Store, scan: Path, tmp_path: Path) -> None:
    sha256 = store.put(scan)
    store.path(sha256).unlink()
    store.path(sha256).symlink_to(scan)
    assert store.verdict(sha256) is Verdict.ALTERED
    store.put(scan)
    assert store.verdict(sha256) is Verdict.INTACT
    assert not store.path(sha256).is_symlink()
    other = "ab" * 32
    (store.folder / "ab").write_bytes(b"")
    assert store.verdict(other) is Verdict.UNREADABLE
    assert Store(tmp_path / "none").verdict(other) is Verdict.MISSING


def test_a_store_that_cannot_be_written_says_so(scan: Path, tmp_path: Path) -> None:
    (tmp_path / "evidence").write_bytes(b"")
    with pytest.raises(UnwritableError, match=r"evidence cannot be written \("):
        Store(tmp_path / "evidence").put(scan)


def test_a_large_document_takes_little_memory(store: Store, scan: Path) -> None:
    with scan.open("wb") as file:
        file.truncate(64 << 20)
    tracemalloc.start()
    sha256 = store.put(scan)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert store.size(sha256) == 64 << 20
    assert peak < 8 << 20


def _too_large(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(LARGEST + 1)


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda _: None, "there is no such file"),
        (Path.mkdir, "it is a folder, a link or a device"),
        (lambda path: path.symlink_to(__file__), "it is a folder, a link or a device"),
        (os.mkfifo, "it is a folder, a link or a device"),
        (Path.touch, "it is empty"),
        (_too_large, "it is larger than 2 GiB"),
    ],
    ids=["missing", "folder", "link", "pipe", "empty", "large"],
)
def test_what_is_no_document_is_refused(
    store: Store, tmp_path: Path, make: Callable[[Path], Any], why: str
) -> None:
    path = tmp_path / "document"
    make(path)
    with pytest.raises(NotADocumentError, match=f"document cannot be taken as evidence: {why}"):
        store.put(path)
    assert not files(store)
    with pytest.raises(NotADocumentError, match=why):
        digest_of(path)


@pytest.mark.parametrize("name", ["a\0b", "x" * 300, "\ud800", "a/b"])
def test_a_name_that_no_file_can_have_is_refused(store: Store, tmp_path: Path, name: str) -> None:
    with pytest.raises(NotADocumentError):
        store.put(str(tmp_path / name))


def test_a_file_that_changed_since_it_was_read_is_refused(store: Store, scan: Path) -> None:
    known = {digest_of(scan): scan}
    store.keep(known)
    scan.write_bytes(b"other")
    with pytest.raises(NotADocumentError, match="it was changed while it was read"):
        store.keep(known)


def test_the_entries_know_a_document_without_its_folders_and_in_nfc(tmp_path: Path) -> None:
    assert name_of(tmp_path / unicodedata.normalize("NFD", "Procès-verbal.pdf")) == "Procès-verbal.pdf"
    with pytest.raises(NotADocumentError, match="control character U\\+0007"):
        name_of("a\a.pdf")
    with pytest.raises(NotADocumentError, match="more than 200 characters"):
        name_of("会" * 201)


def test_strays_are_what_no_entry_names(store: Store, scan: Path) -> None:
    assert store.strays(()) == []
    sha256 = store.put(scan)
    (store.folder / ".new-1").touch()
    (store.folder / sha256).touch()
    assert store.strays({sha256}) == sorted([store.folder / ".new-1", store.folder / sha256])
    assert store.path(sha256) in store.strays(())


class Power:
    """Power that fails at the n-th time that something is brought to the disk or given its name."""

    def __init__(self, last: int) -> None:
        self.left = last

    def until(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*args: Any) -> Any:
            self.left -= 1
            if not self.left:
                os._exit(9)
            return function(*args)

        return counted


def put_until(store: Store, scan: Path, last: int) -> bool:
    """Whether a process of its own that puts the document in lives to the end."""
    child = os.fork()
    if not child:
        power = Power(last)
        os.fsync, os.replace = power.until(os.fsync), power.until(os.replace)
        store.put(scan)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_a_process_killed_at_any_step_leaves_the_whole_document_or_none(tmp_path: Path, scan: Path) -> None:
    step, alive = 0, False
    while not alive:
        step += 1
        store = Store(tmp_path / f"evidence-{step}")
        alive = put_until(store, scan, step)
        assert store.verdict(digest_of(scan)) in (
            {Verdict.INTACT} if alive else {Verdict.INTACT, Verdict.MISSING}
        )
        store.put(scan)
        assert store.verdict(digest_of(scan)) is Verdict.INTACT
    assert step > 5  # the document, its name, and the three folders above it


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("会议记录.pdf", "会议记录.pdf"),
        ("a/b\\c:d*e?.pdf", "a_b_c_d_e_.pdf"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("..", "_"),
        ("con.txt", "_con.txt"),
        ("x\u202efdp.exe", "x_fdp.exe"),
        ("tail. ", "tail"),
        (".hidden", "hidden"),
        (unicodedata.normalize("NFD", "é.pdf"), "é.pdf"),
    ],
)
def test_names_are_safe_on_any_system(name: str, file: str) -> None:
    assert safe(name) == file


def test_long_names_keep_their_suffix_and_equal_names_get_numbers() -> None:
    long = safe("会" * 200 + ".pdf")
    assert long.endswith("会.pdf")
    assert LONGEST - 3 < len(long.encode()) <= LONGEST
    names = FileNames()
    assert [names.take(name) for name in ("A.pdf", "a.pdf", "a (2).pdf", "A.pdf")] == [
        "A.pdf", "a (2).pdf", "a (2) (2).pdf", "A (3).pdf",
    ]  # fmt: skip
