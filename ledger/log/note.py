"""Signed notes (c2sp.org/signed-note): a text, and below it a line for each key that signed it.

A key is told by its name and by the first four bytes of a hash of name, kind and public key. Signatures of
keys that the reader does not know are kept as they are: they may be a witness's, or of a later key.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from hashlib import sha256
from typing import NamedTuple

from ledger.errors import LedgerError, shown
from ledger.language import Both

ED25519 = 1
"""Signs the text itself."""
COSIGNATURE = 4
"""A witness's Ed25519 signature of a checkpoint at a time (c2sp.org/tlog-cosignature)."""
MOST_BYTES = 1_000_000
MOST_SIGNATURES = 100
"""Beyond these nobody means a note; sixteen must be read."""
KEY_ID_BYTES = 4
TIME_BYTES = 8
LATEST_TIME = 2**63 - 1

_LINE = re.compile("— ([^ ]+) ([^ ]+)")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")


class MalformedNoteError(LedgerError):
    """Bytes that are no signed note, or no text of a key."""

    sentence = Both("this is no {what}: {why}. Ask for it again.", "这不是{what}：{why}。请重新取得。")

    def __init__(self, what: Both, why: Both) -> None:
        super().__init__(what=what, why=why)


class BadSignatureError(LedgerError):
    """A signature that claims to be of a known key and is not."""

    sentence = Both(
        "the signature of {name} does not fit the text: the text was altered, or somebody else signed it. "
        "Do not rely on it.",
        "{name} 的签名与正文不符：正文被改动，或由他人签署。请勿采信。",
    )


class NotSignedError(LedgerError):
    """None of the known keys signed."""

    sentence = Both(
        "it is not signed by {names}, only by {found}. Check that the key is the right one.",
        "未见 {names} 的签名，只有 {found} 的签名。请核对公钥是否正确。",
    )


class Signature(NamedTuple):
    """One signature line: who claims to have signed, and what they wrote."""

    name: str
    key_id: bytes
    value: bytes

    def __str__(self) -> str:
        return f"— {self.name} {encoded(self.key_id + self.value)}"

    @classmethod
    def parse(cls, line: str) -> Signature:
        """The signature that a line (without its newline) holds."""
        match = _LINE.fullmatch(line)
        raw = decoded(match[2]) if match else None
        if not match or raw is None or len(raw) <= KEY_ID_BYTES or not is_name(match[1]):
            why = Both(f"“{shown(line)}” is no signature line", f"“{shown(line)}”不是签名行")
            raise MalformedNoteError(NOTE, why)
        return cls(match[1], raw[:KEY_ID_BYTES], raw[KEY_ID_BYTES:])


class VerifierKey(NamedTuple):
    """A public key under a name: enough to verify, useless for signing."""

    name: str
    public: bytes
    algorithm: int = ED25519

    @property
    def key_id(self) -> bytes:
        """Four bytes that tell keys of one name apart; an identifier, not a strong hash."""
        return sha256(f"{self.name}\n".encode() + bytes([self.algorithm]) + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{encoded(bytes([self.algorithm]) + self.public)}"

    @classmethod
    def parse(cls, text: str) -> VerifierKey:
        """The key that a text such as ``example.com/foo+530d903a+AekyeR…`` holds."""
        name, _, rest = text.strip().partition("+")
        key_id, _, material = rest.partition("+")
        raw = decoded(material)
        if not is_name(name) or not raw:
            raise MalformedNoteError(KEY, Both("it is not NAME+ID+BASE64", "应为“名称+编号+Base64”"))
        key = cls(name, raw[1:], raw[0])
        if key.algorithm not in _SIGNED or len(key.public) != 32:
            why = Both("its kind is neither Ed25519 nor an Ed25519 cosignature",
                       "其类型既非 Ed25519，也非 Ed25519 联署")  # fmt: skip
            raise MalformedNoteError(KEY, why)
        if key_id != key.key_id.hex():
            why = Both("its id does not fit the name and the key", "其编号与名称和密钥不符")
            raise MalformedNoteError(KEY, why)
        return key

    def made(self, signature: Signature) -> bool:
        """Whether a signature claims to be of this key."""
        return (signature.name, signature.key_id) == (self.name, self.key_id)

    def check(self, text: str, signature: Signature) -> None:
        """Pass if this key signed the text so; BadSignatureError else."""
        from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 - only who verifies needs it
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415

        try:
            message, value = _SIGNED[self.algorithm](text, signature.value)
            Ed25519PublicKey.from_public_bytes(self.public).verify(value, message)
        except (InvalidSignature, ValueError) as error:
            raise BadSignatureError(name=self.name) from error


class Note(NamedTuple):
    """A text that ends in a newline, and its signatures in the order of their lines."""

    text: str
    signatures: tuple[Signature, ...] = ()

    def __str__(self) -> str:
        return self.text + "\n" + "".join(f"{signature}\n" for signature in self.signatures)

    @classmethod
    def parse(cls, data: bytes | str) -> Note:
        """The note that the bytes are, each of them accounted for; MalformedNoteError else."""
        whole = plain(data, NOTE)
        text, gap, lines = whole.rpartition("\n\n")
        if not gap or not lines.endswith("\n"):
            why = Both("it has no empty line with signatures below it", "缺少空行及其下的签名行")
            raise MalformedNoteError(NOTE, why)
        signatures = signature_lines(lines)
        return cls(text + "\n", signatures)

    def with_signatures(self, *more: Signature) -> Note:
        """The note with these signatures too, each of them once; MalformedNoteError if they are too many."""
        signatures = tuple(dict.fromkeys((*self.signatures, *more)))
        if len(signatures) > MOST_SIGNATURES:
            raise MalformedNoteError(NOTE, TOO_MANY)
        return Note(self.text, signatures)

    def signed_by(self, *keys: VerifierKey) -> list[tuple[VerifierKey, Signature]]:
        """The signatures of these keys, each verified; BadSignatureError if one is not what it claims."""
        found = [(key, signature) for signature in self.signatures for key in keys if key.made(signature)]
        for key, signature in found:
            key.check(self.text, signature)
        return found

    def verified(self, *keys: VerifierKey) -> list[tuple[VerifierKey, Signature]]:
        """The same, but NotSignedError if there is none of them."""
        found = self.signed_by(*keys)
        if not found:
            there = {f"{signature.name}+{signature.key_id.hex()}" for signature in self.signatures}
            wanted = {f"{key.name}+{key.key_id.hex()}" for key in keys}
            raise NotSignedError(names=", ".join(sorted(wanted)), found=", ".join(sorted(there)))
        return found


NOTE = Both("signed note", "签名文本")
KEY = Both("verifier key", "验证公钥")
TOO_MANY = Both(f"it has more than {MOST_SIGNATURES} signatures", f"签名超过 {MOST_SIGNATURES} 个")


def signature_lines(lines: str) -> tuple[Signature, ...]:
    """The signatures of lines that each end in a newline, as a witness answers with."""
    told = lines.removesuffix("\n").split("\n")
    if len(told) > MOST_SIGNATURES:
        raise MalformedNoteError(NOTE, TOO_MANY)
    return tuple(map(Signature.parse, told))


def is_name(name: str) -> bool:
    """Whether a key may be called so: not empty, no space of any script, no plus."""
    return bool(name) and "+" not in name and not any(map(str.isspace, name))


def cosigned_at(signature: Signature) -> int:
    """When a witness cosigned, in seconds since 1970; to be believed once it was verified."""
    return int.from_bytes(signature.value[:TIME_BYTES], "big")


def encoded(raw: bytes) -> str:
    """Base64 (RFC 4648, section 4)."""
    return b64encode(raw).decode()


def decoded(text: str) -> bytes | None:
    """The bytes of the one Base64 text that stands for them; None for any other text."""
    try:
        raw = b64decode(text, validate=True)
    except ValueError:
        return None
    return raw if encoded(raw) == text else None


def plain(data: bytes | str, what: Both) -> str:
    """The text that the bytes are, if ``what`` may be such a text; MalformedNoteError else."""
    if len(data) > MOST_BYTES:
        raise MalformedNoteError(
            what, Both(f"it has more than {MOST_BYTES} bytes", f"超过 {MOST_BYTES} 字节")
        )
    try:
        text = data.decode() if isinstance(data, bytes) else data
    except UnicodeDecodeError as error:
        raise MalformedNoteError(what, Both("it is not UTF-8", "不是 UTF-8 文本")) from error
    if _CONTROL.search(text):
        raise MalformedNoteError(what, Both("it holds control characters", "含控制字符"))
    return text


def _text_itself(text: str, value: bytes) -> tuple[bytes, bytes]:
    return text.encode(), value


def _cosignature(text: str, value: bytes) -> tuple[bytes, bytes]:
    time = int.from_bytes(value[:TIME_BYTES], "big")
    if time > LATEST_TIME:
        raise ValueError
    return f"cosignature/v1\ntime {time}\n{text}".encode(), value[TIME_BYTES:]


_SIGNED = {ED25519: _text_itself, COSIGNATURE: _cosignature}
"""Kind of key -> the message and the signature in a line's value."""
