"""The private half of a key that signs notes (c2sp.org/signed-note)."""

from __future__ import annotations

from ledger.errors import LedgerError, shown
from ledger.language import Both
from ledger.log.note import ED25519, MalformedNoteError, Signature, VerifierKey, decoded, encoded, is_name

LONGEST_NAME = 100
"""Characters of the name of a key that we make; others' may be longer."""
SECRET = Both("signing key", "签名私钥")


class KeyNameError(LedgerError):
    """A log of this name could not sign."""

    sentence = Both(
        "“{name}” cannot be the name of a ledger: it holds a space or a plus, or is too long. "
        "Name it such as 688030.SH/governance.",
        "“{name}”不能作为账本标识：含空格或加号，或过长。请用如 688030.SH/governance 的名称。",
    )


class SigningKey:
    """A private Ed25519 key under a name. Its text is the one that Go's ``note`` package reads."""

    __slots__ = ("_seed", "name")

    def __init__(self, name: str, seed: bytes) -> None:
        self.name, self._seed = name, seed

    @classmethod
    def generate(cls, name: str) -> SigningKey:
        """A new key from the system's randomness."""
        from secrets import token_bytes  # noqa: PLC0415 - only a new key needs it

        if not is_name(name) or len(name) > LONGEST_NAME:
            raise KeyNameError(name=shown(name))
        return cls(name, token_bytes(32))

    @property
    def verifier(self) -> VerifierKey:
        """The public half."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415

        return VerifierKey(
            self.name, Ed25519PrivateKey.from_private_bytes(self._seed).public_key().public_bytes_raw()
        )

    def sign(self, text: str) -> Signature:
        """The signature of a text; the same each time (RFC 8032)."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415

        value = Ed25519PrivateKey.from_private_bytes(self._seed).sign(text.encode())
        return Signature(self.name, self.verifier.key_id, value)

    @property
    def secret(self) -> str:
        """The text of the key for its file; never to be printed."""
        data = encoded(bytes([ED25519]) + self._seed)
        return f"PRIVATE+KEY+{self.name}+{self.verifier.key_id.hex()}+{data}"

    @classmethod
    def parse(cls, text: str) -> SigningKey:
        """The key that its text holds; what is wrong is told without a part of the text."""
        prefix, _, rest = text.strip().partition("PRIVATE+KEY+")
        name, _, rest = rest.partition("+")
        key_id, _, material = rest.partition("+")
        raw = decoded(material)
        if prefix or not is_name(name) or not raw or raw[0] != ED25519 or len(raw) != 33:
            why = Both("it is not PRIVATE+KEY+NAME+ID+BASE64", "应为“PRIVATE+KEY+名称+编号+Base64”")
            raise MalformedNoteError(SECRET, why)
        key = cls(name, raw[1:])
        if key.verifier.key_id.hex() != key_id:
            why = Both("its id does not fit the key", "其编号与密钥不符")
            raise MalformedNoteError(SECRET, why)
        return key
