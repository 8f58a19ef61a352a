"""The keys of a ledger: which one signs now, and which ones did.

``ledger.pub`` beside the ledger names the key in force, and each SigningKeyChanged entry the one before and
the one after. A change has three steps, each safe to stop after: the new key is written beside the old one;
the entry is recorded; the next checkpoint, signed with both, hands over. Then the new key takes the place.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from ledger import durable
from ledger.errors import LedgerError
from ledger.language import Both
from ledger.log import keys
from ledger.log.note import VerifierKey

if TYPE_CHECKING:
    from pathlib import Path

    from ledger.application import Ledger
    from ledger.log.signing_key import SigningKey

CHANGED = "signing-key-changed"


class NoKeyNamedError(LedgerError):
    """The settings name no key."""

    sentence = Both(
        'ledger.toml names no signing key. Add a line such as key = "~/.governance-ledger/NAME.key", '
        "then make it with: ledger key new --why REASON",
        'ledger.toml 未指定签名私钥。请加入一行，如 key = "~/.governance-ledger/名称.key"，'
        "再用 ledger key new --why 原因 生成。",
    )


class OtherKeyError(LedgerError):
    """The key file holds a key of another ledger, or one that was replaced."""

    sentence = Both(
        "{path} holds the key {found}, but this ledger is signed with {named}. Put the right key there; "
        "if it is lost, take a new one with: ledger key new --why REASON",
        "{path} 中的密钥为 {found}，而本账本的签名密钥为 {named}。请放回正确的密钥；"
        "如已遗失，可用 ledger key new --why 原因 更换。",
    )


class NoVerifierKeyError(LedgerError):
    """Nothing says with which key the ledger is signed."""

    sentence = Both(
        "there is no {path}, which names the key that checks the signatures. "
        "Put a copy of it back: your auditor has one, and every export.",
        "缺少记载验证公钥的 {path}。请放回其副本：审计师处及每份导出中均有。",
    )


def origin_of(ledger: Ledger) -> str:
    """The name of the log as its opening entry states it, else as the settings do."""
    opened = ledger.matter("ledger").last("ledger-opened")
    return opened.origin if opened else ledger.settings.origin or ledger.settings.database.parent.name


def verifiers(ledger: Ledger) -> list[VerifierKey]:
    """Every key that ever signed for the ledger, the one in force first; NoVerifierKeyError without one."""
    known = named_keys(ledger)
    if not known:
        raise NoVerifierKeyError(path=ledger.settings.public_key)
    return known


def named_keys(ledger: Ledger) -> list[VerifierKey]:
    """The same; none where the ledger has had no key yet, or nothing names it any more."""
    changes: list[Any] = ledger.matter("ledger").all(CHANGED)
    told = [key for change in reversed(changes) for key in (change.new_key, change.old_key) if key]
    told += published(ledger.settings.public_key)
    return list(dict.fromkeys(map(VerifierKey.parse, told)))


def signers(ledger: Ledger) -> list[SigningKey]:
    """The key that signs the next checkpoint; before it the old one, while that hands over."""
    path, known = key_file(ledger), named_keys(ledger)
    if known and (new := waiting(path, known[0])):
        with suppress(keys.KeyFileError):  # it may be lost; then the new key has to sign alone
            old = keys.read(path)
            return [old, new] if old.verifier in known else [new]
        return [new]
    key = keys.read(path)
    if known and key.verifier != known[0]:
        raise OtherKeyError(path=path, found=key.verifier, named=known[0])
    return [key]


def settle(ledger: Ledger, key: SigningKey) -> None:
    """Give the key in force its place, and name it for others, once a checkpoint by it is kept."""
    path = key_file(ledger)
    if waiting(path, key.verifier):
        durable.move(next_to(path), path)
    publish(ledger.settings.public_key, key.verifier)


def waiting(path: Path, named: VerifierKey) -> SigningKey | None:
    """The new key, where the log names it already and it is not yet in its place."""
    with suppress(keys.KeyFileError):  # none waits
        key = keys.read(next_to(path))
        return key if key.verifier == named else None
    return None


def key_file(ledger: Ledger) -> Path:
    """Where the settings say that the key is."""
    if ledger.settings.key is None:
        raise NoKeyNamedError
    return ledger.settings.key


def next_to(path: Path) -> Path:
    """Where a new key waits until the old one has handed over."""
    return path.with_name(f"{path.name}.next")


def published(path: Path) -> list[str]:
    """The text of the verifier key that a file names; nothing where no file can be read."""
    try:
        return [path.read_text(encoding="utf-8", errors="replace")]
    except OSError:
        return []


def publish(path: Path, key: VerifierKey) -> None:
    """Name a verifier key for others, unless the file does so already."""
    if published(path) != [f"{key}\n"]:
        durable.put(path, f"{key}\n".encode())
