"""Checks an export of a governance ledger. Shares no code with the program that wrote it.

    python verify.py EXPORT --key KEY [--checkpoint FILE]

EXPORT is a folder or a .zip. KEY is the verifier key that the company gave you in person, as text or as a
file; the ledger.pub inside the export proves nothing. FILE is a checkpoint that you kept from before.
The format is described in log-format.md: RFC 6962 hash tree, C2SP signed note, a line of JSON for each entry.
Exit code 0 if all agrees, 1 if something was FOUND. Needs Python 3.11 and the package cryptography.

核对治理账本的导出件；与编写账本的程序没有共用代码。KEY 应为公司当面交付的公钥。发现不符时退出码为 1。
"""

import base64
import hashlib
import json
import sys
import zipfile
from argparse import ArgumentParser
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

found = []


def wrong(what):
    """Tell of something that does not agree."""
    found.append(what)
    print("FOUND 不符:", what)


# -- The tree: leaf SHA-256(00 || bytes), node SHA-256(01 || left || right)


def grow(peaks, body):
    """Add an entry to the roots of complete subtrees, each with its height, largest first."""
    height, node = 0, hashlib.sha256(b"\x00" + body).digest()
    while peaks and peaks[-1][0] == height:
        node = hashlib.sha256(b"\x01" + peaks.pop()[1] + node).digest()
        height += 1
    peaks.append((height, node))


def root(peaks):
    """The root of the tree that the subtrees make up."""
    if not peaks:
        return hashlib.sha256().digest()
    node = peaks[-1][1]
    for _, left in reversed(peaks[:-1]):
        node = hashlib.sha256(b"\x01" + left + node).digest()
    return node


# -- The checkpoint: origin, size, root; an empty line; a line for each signature


def read_checkpoint(data):
    """Its signed text, origin, size, root, and the signatures as (name, key id, signature)."""
    text, _, lines = data.decode().rpartition("\n\n")
    origin, size, root_hash = text.split("\n")[:3]
    signatures = []
    for line in lines.splitlines():
        dash, name, value = line.split(" ")
        raw = base64.b64decode(value, validate=True)
        if dash != "\u2014":
            raise ValueError(line)
        signatures.append((name, raw[:4], raw[4:]))
    return text + "\n", origin, int(size), base64.b64decode(root_hash, validate=True), signatures


def signed_by(key, text, signatures):
    """Whether the key signed the text. A key is NAME+ID+BASE64 of the byte 01 and the Ed25519 public key."""
    try:
        name, key_id, material = key.split("+", 2)
        raw = base64.b64decode(material, validate=True)
        is_key = raw[:1] == b"\x01" and hashlib.sha256(f"{name}\n".encode() + raw).hexdigest()[:8] == key_id
        mine = [value for signer, of, value in signatures if (signer, of.hex()) == (name, key_id)]
        for value in mine:
            Ed25519PublicKey.from_public_bytes(raw[1:]).verify(value, text.encode())
    except (ValueError, InvalidSignature):
        wrong(f"bad key or signature 公钥或签名不符: {key}")
        return False
    return is_key and bool(mine)


# -- The export: entries.jsonl, checkpoint, handovers/, evidence/


def read_entries(place, sizes):
    """The number of entries, the root at each of the sizes and at the end, and what the entries say."""
    peaks, roots, versions, last, position = [], {0: root([])}, {}, "", 0
    origins, changes, documents, erased = [], [], {}, {}
    with place.joinpath("entries.jsonl").open("rb") as lines:
        for position, line in enumerate(lines, 1):
            if not line.endswith(b"\n") or len(line) > 65_536:
                wrong(f"#{position} has no end, or is too long 没有结束或过长")
            grow(peaks, line.removesuffix(b"\n"))
            if position in sizes:
                roots[position] = root(peaks)
            try:
                entry = json.loads(line.decode())
                matter, version, at = entry["matter"], entry["version"], entry["recorded_at"]
                if entry["v"] != 1 or version != versions.get(matter, 0) + 1 or at < last:
                    wrong(f"#{position} does not follow 与前文不连续: {matter} {version} {at}")
                versions[matter], last = version, at
                event = entry["event"]
                named = entry.get("evidence", []) + [event] * (entry["kind"] == "evidence-attached")
                documents |= {piece["sha256"]: f"#{position} {piece['name']}" for piece in named}
                if entry["kind"] == "ledger-opened":
                    origins.append(event["origin"])
                elif entry["kind"] == "evidence-erased":
                    erased[event["sha256"]] = position
                elif entry["kind"] == "entry-retracted":
                    erased = {digest: at for digest, at in erased.items() if at != event["position"]}
                elif entry["kind"] == "signing-key-changed":
                    changes.append((position, event.get("old_key"), event["new_key"]))
            except (ValueError, TypeError, LookupError, RecursionError):
                wrong(f"#{position} is no entry 不是分录")
    roots[position] = root(peaks)
    return position, roots, origins, changes, documents, erased


def trusted(key, changes, notes, roots):
    """The pinned key, those before it, and those to which it handed over in a checkpoint that both signed."""
    keys = [key]
    for position, old, new in changes:
        if old == keys[-1]:
            if any(size >= position and roots.get(size) == root_hash
                   and signed_by(old, text, signed) and signed_by(new, text, signed)
                   for _, text, _, size, root_hash, signed in notes):  # fmt: skip
                keys.append(new)
            else:
                wrong(f"#{position}: no checkpoint signed with both keys 没有新旧密钥共同签署的检查点: {new}")
    for _, old, new in reversed(changes):
        if old and new == keys[0]:
            keys.insert(0, old)
    return keys


def check_evidence(place, documents, erased):
    """Hash the documents that are there; those that are not are only counted, as not all are handed over."""
    there = intact = 0
    for digest, name in documents.items():
        file = place.joinpath("evidence").joinpath(digest[:2]).joinpath(digest)
        if file.is_file():
            there += 1
            if digest in erased:
                wrong(f"{name}: recorded as erased, but there 已登记删除但文件仍在")
            elif hashlib.sha256(file.read_bytes()).hexdigest() != digest:
                wrong(f"{name}: altered 已被改动")
            else:
                intact += 1
    print(f"documents 凭证文件: {len(documents)} named, {there} there, {intact} intact")


def main():
    """Check what the command line names."""
    parser = ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("export", type=Path)
    parser.add_argument("--key", required=True)
    parser.add_argument("--checkpoint", type=Path)
    given = parser.parse_args()
    place = given.export if given.export.is_dir() else zipfile.Path(given.export)
    key = (Path(given.key).read_text() if Path(given.key).is_file() else given.key).strip()
    handovers = place.joinpath("handovers")
    files = [*(handovers.iterdir() if handovers.is_dir() else ()), place.joinpath("checkpoint")]
    data = [(file.name, file.read_bytes()) for file in files if file.is_file()]
    if given.checkpoint:
        data.append((str(given.checkpoint), given.checkpoint.read_bytes()))
    notes = []
    for name, content in data:
        try:
            notes.append((name, *read_checkpoint(content)))
        except ValueError as error:
            wrong(f"{name} is no checkpoint 不是检查点: {error}")
    size, roots, origins, changes, documents, erased = read_entries(place, {note[3] for note in notes})
    print(f"entries 分录: {size}, root 根哈希: {roots[size].hex()}")
    keys = trusted(key, changes, notes, roots)
    for name, text, origin, covered, root_hash, signatures in notes:
        told = f"{name}: {origin}, #1 … #{covered}"
        if roots.get(covered) != root_hash:
            wrong(f"{told}: the entries are others 与分录不符")
        if origins and origin != origins[-1]:
            wrong(f"{told}: another ledger 另一账本")
        signed = [signed_by(each, text, signatures) for each in keys]
        if not any(signed):
            wrong(f"{told}: not signed with the key 未以该公钥签名")
        print("compared 已比对:", told)
    check_evidence(place, documents, erased)
    if not given.checkpoint:
        print(
            "Whether the end was cut off, or all of it replaced, shows only against a checkpoint of your own."
        )
        print("末尾是否被截去、整体是否被替换，只有与您自己留存的检查点比对才能得知。")
    print("Agrees 相符" if not found else f"{len(found)} FOUND 处不符")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
