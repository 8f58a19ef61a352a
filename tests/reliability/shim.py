"""A layer under SQLite that sees every call to the disk before it is made, and may refuse it.

It is registered in the very library that Python's sqlite3 uses, as the default VFS
(https://sqlite.org/vfs.html). Files are opened by the VFS beneath; only the methods that are watched are then
replaced in a copy of the file's table of methods, so that all others run at their own speed.
"""

from __future__ import annotations

import _sqlite3
import ctypes
from collections.abc import Callable
from ctypes import POINTER, Structure, c_char_p, c_int, c_int64, c_void_p
from pathlib import Path
from typing import Any, NamedTuple

OK = 0
_FUNCTION = ctypes.CFUNCTYPE
_METHODS: dict[str, Any] = {
    "xClose": _FUNCTION(c_int, c_void_p),
    "xRead": _FUNCTION(c_int, c_void_p, c_void_p, c_int, c_int64),
    "xWrite": _FUNCTION(c_int, c_void_p, c_void_p, c_int, c_int64),
    "xTruncate": _FUNCTION(c_int, c_void_p, c_int64),
    "xSync": _FUNCTION(c_int, c_void_p, c_int),
    "xFileSize": c_void_p,
    "xLock": _FUNCTION(c_int, c_void_p, c_int),
    "xUnlock": c_void_p,
    "xCheckReservedLock": c_void_p,
    "xFileControl": c_void_p,
    "xSectorSize": c_void_p,
    "xDeviceCharacteristics": c_void_p,
    "xShmMap": _FUNCTION(c_int, c_void_p, c_int, c_int, c_int, c_void_p),
    "xShmLock": c_void_p,
    "xShmBarrier": c_void_p,
    "xShmUnmap": c_void_p,
    "xFetch": c_void_p,
    "xUnfetch": c_void_p,
}
"""The methods of a file in their order; those with a type are watched."""
_OPEN = _FUNCTION(c_int, c_void_p, c_void_p, c_void_p, c_int, c_void_p)
"""The name is passed on as an address: SQLite keeps it, and what stands behind it."""
_DELETE = _FUNCTION(c_int, c_void_p, c_char_p, c_int)


class _Methods(Structure):
    _fields_ = [("version", c_int), *_METHODS.items()]


class _File(Structure):
    _fields_ = [("methods", POINTER(_Methods))]


class _Vfs(Structure):
    _fields_ = [
        ("version", c_int), ("szOsFile", c_int), ("mxPathname", c_int), ("pNext", c_void_p),
        ("zName", c_char_p), ("pAppData", c_void_p), ("xOpen", _OPEN), ("xDelete", _DELETE),
        *((f"other{at}", c_void_p) for at in range(14)),
    ]  # fmt: skip


class Call(NamedTuple):
    """A call that is about to be made; what it says depends on ``op``."""

    op: str
    """open, close, read, write, truncate, sync, lock, map (shared memory) or delete."""
    path: str
    at: int = 0
    """Offset of a read or write, or the size to truncate to."""
    data: bytes = b""
    """What would be written."""
    part: Callable[[int], int] | None = None
    """Writes only so many of the bytes."""


Hook = Callable[[Call], int | None]
"""Told of every call; an SQLite error code is given back in its place, None lets it be made."""


def library() -> ctypes.CDLL:
    """The SQLite that Python's sqlite3 uses."""
    found = ctypes.CDLL(getattr(_sqlite3, "__file__", None))
    found.sqlite3_vfs_find.restype = POINTER(_Vfs)
    found.sqlite3_vfs_register.argtypes = [POINTER(_Vfs), c_int]
    return found


class Shim:
    """The layer; installed once in a process, as its default VFS, for as long as the process lives."""

    def __init__(self, hook: Hook) -> None:
        self.hook = hook
        self._beneath = library().sqlite3_vfs_find(None).contents
        self._vfs = _Vfs.from_buffer_copy(self._beneath)
        self._vfs.zName = b"shim"
        self._vfs.xOpen, self._vfs.xDelete = _OPEN(self._open), _DELETE(self._delete)
        self._files: dict[int, tuple[str, Any]] = {}
        self._tables: dict[int, Any] = {}
        library().sqlite3_vfs_register(ctypes.byref(self._vfs), 1)

    def _open(self, _: int, name: int | None, file: int, flags: int, out: int) -> int:
        path = ctypes.string_at(name).decode() if name else ""
        refused = self.hook(Call("open", path))
        opened = _File.from_address(file)
        if refused is not None:
            opened.methods = POINTER(_Methods)()
            return refused
        code: int = self._beneath.xOpen(ctypes.addressof(self._beneath), name, file, flags, out)
        if opened.methods:
            self._files[file] = path, opened.methods.contents
            opened.methods = ctypes.pointer(self._table(opened.methods.contents))
        return code

    def _delete(self, _: int, name: bytes, durably: int) -> int:
        refused = self.hook(Call("delete", name.decode()))
        if refused is not None:
            return refused
        done: int = self._beneath.xDelete(ctypes.addressof(self._beneath), name, durably)
        return done

    def _table(self, methods: Any) -> Any:
        """A copy of the file's methods, the watched ones replaced."""
        at = ctypes.addressof(methods)
        if at not in self._tables:
            table = _Methods.from_buffer_copy(methods)
            for name, kind in _METHODS.items():
                if kind is not c_void_p:
                    setattr(table, name, kind(getattr(self, f"_{name[1:].lower()}")))
            self._tables[at] = table
        return self._tables[at]

    def _watched(self, op: str, name: str, file: int, *given: Any, **told: Any) -> int:
        path, methods = self._files[file]
        refused = self.hook(Call(op, path, **told))
        if refused is not None:
            return refused
        code: int = getattr(methods, name)(file, *given)
        return code

    def _close(self, file: int) -> int:
        path, methods = self._files.pop(file)
        self.hook(Call("close", path))
        code: int = methods.xClose(file)
        return code

    def _read(self, file: int, buffer: int, size: int, at: int) -> int:
        return self._watched("read", "xRead", file, buffer, size, at, at=at)

    def _write(self, file: int, buffer: int, size: int, at: int) -> int:
        def part(most: int) -> int:
            code: int = self._files[file][1].xWrite(file, buffer, min(most, size), at)
            return code

        data = ctypes.string_at(buffer, size)
        return self._watched("write", "xWrite", file, buffer, size, at, at=at, data=data, part=part)

    def _truncate(self, file: int, size: int) -> int:
        return self._watched("truncate", "xTruncate", file, size, at=size)

    def _sync(self, file: int, flags: int) -> int:
        return self._watched("sync", "xSync", file, flags)

    def _lock(self, file: int, level: int) -> int:
        return self._watched("lock", "xLock", file, level)

    def _shmmap(self, file: int, *given: Any) -> int:
        return self._watched("map", "xShmMap", file, *given)


def available() -> bool:
    """Whether the library can be reached: not where it is built into Python with its names hidden."""
    try:
        return bool(library().sqlite3_vfs_find(None))
    except (AttributeError, OSError):
        return False


def name_of(path: str) -> str:
    """The name of a file, for a Call's path."""
    return Path(path).name
