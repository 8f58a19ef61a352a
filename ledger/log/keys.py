"""Key files: the private key that signs a ledger's checkpoints, a line that only its owner may read.

The file lies outside the ledger's folder, so that whoever is given a copy of the ledger is not given the key.
On POSIX systems it has mode 0600, and a key that others may read is refused. Windows has no such modes: there
the access rights of the user's own folder, in which new keys are made, have to do.
"""

from __future__ import annotations

import os
import stat
import sys
from itertools import count
from pathlib import Path

from ledger import durable
from ledger.errors import LedgerError
from ledger.language import Both
from ledger.log.note import MalformedNoteError
from ledger.log.signing_key import SigningKey

FOLDER = "~/.governance-ledger"
"""Where new keys are made unless another place is named; ``~`` is the user's own folder."""
PRIVATE = 0o600
LONGEST_STEM = 60
"""Characters of a log's name in the name of its key's file, which systems limit."""
MOST_BYTES = 4_000
"""Of a key file; more is none."""


class KeyFileError(LedgerError):
    """The signing key cannot be used; the ledger can be read and written all the same."""


class NoKeyFileError(KeyFileError):
    """There is no file where the settings say."""

    sentence = Both(
        "there is no signing key at {path}. Put the copy back that you keep of it; "
        "if it is lost, take a new one with: ledger key new --why REASON",
        "{path} 处没有签名私钥。请放回备份；如已遗失，可用 ledger key new --why 原因 更换。",
    )


class LooseKeyFileError(KeyFileError):
    """Others may read the key, or change it."""

    sentence = Both(
        "the signing key {path} can be read or written by others (mode {mode}). If nobody has read it: "
        "chmod 600 {path}; if somebody may have: ledger key new --why REASON",
        "签名私钥 {path} 可被他人读写（权限 {mode}）。若确无他人读过，请执行 chmod 600 {path}；"
        "若可能外泄，请用 ledger key new --why 原因 更换。",
    )


class UnreadableKeyFileError(KeyFileError):
    """The user has no right to read the key, or something else stands in its place."""

    sentence = Both(
        "the signing key {path} cannot be read ({why}). Only who may read it can sign; "
        "reading and recording need no key.",
        "签名私钥 {path} 无法读取（{why}）。有权读取者方可签名；查阅与记录无需私钥。",
    )


class DamagedKeyFileError(KeyFileError):
    """The file holds something else than a key."""

    sentence = Both(
        "{path} holds no signing key ({why}). Put the copy back that you keep of it; "
        "if it is lost, take a new one with: ledger key new --why REASON",
        "{path} 的内容不是签名私钥（{why}）。请放回备份；如已遗失，可用 ledger key new --why 原因 更换。",
    )


class KeyFileExistsError(KeyFileError):
    """A new key would overwrite a file."""

    sentence = Both(
        "{path} is there already; a key is never overwritten. Name another file.",
        "{path} 已存在；密钥不会被覆盖。请另指定文件。",
    )


def place(told: str) -> Path:
    """The absolute path that a text such as ``~/.governance-ledger/x.key`` means here."""
    try:
        return Path(told).expanduser().absolute()
    except RuntimeError as error:  # the user has no folder of their own
        raise UnreadableKeyFileError(path=told, why=error) from error


def usual(name: str) -> str:
    """Where the key of a log of this name is made unless told otherwise: the first place that is free."""
    stem = "".join(sign if sign.isalnum() or sign in ".-" else "-" for sign in name[:LONGEST_STEM])
    places = (f"{FOLDER}/{stem}{f'-{at}' if at > 1 else ''}.key" for at in count(1))
    return next(told for told in places if not place(told).exists())


def write(path: Path, key: SigningKey, *, replacing: bool = False) -> None:
    """Write the key, on the disk and for its owner alone when this returns."""
    if not replacing and path.exists():
        raise KeyFileExistsError(path=path)
    durable.folder(path.parent, 0o700)
    durable.put(path, f"{key.secret}\n".encode(), PRIVATE)


def read(path: Path) -> SigningKey:
    """The key at ``path``; a KeyFileError that says why there is none to be used."""
    try:
        with path.open("rb") as file:
            mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
            data = file.read(MOST_BYTES)
    except FileNotFoundError as error:
        raise NoKeyFileError(path=path) from error
    except OSError as error:
        raise UnreadableKeyFileError(path=path, why=error.strerror or error) from error
    if sys.platform != "win32" and mode & ~stat.S_IRWXU:
        raise LooseKeyFileError(path=path, mode=f"{mode:04o}")
    try:
        return SigningKey.parse(data.decode())
    except UnicodeDecodeError as error:
        why = Both("it is not text", "不是文本")
        raise DamagedKeyFileError(path=path, why=why) from error
    except MalformedNoteError as error:
        raise DamagedKeyFileError(path=path, why=error.data["why"]) from error
