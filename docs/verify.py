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
import re
import sys
import zipfile
import zlib
from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

UNREADABLE = OSError, EOFError, LookupError, RuntimeError, zipfile.BadZipFile, zlib.error
"""What reading a file or zip that is missing, cut short or damaged may end in."""
found = []


def wrong(what):
    """Tell of something that does not agree, with nothing in it that cannot be seen."""
    what = "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in what)
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


# -- An entry: one line of compact JSON with these keys in this order, some of them only if any

KEYS = {"v": int, "kind": str, "class_version": int, "matter": str, "version": int, "recorded_at": str,
        "recorded_by": str, "program": str, "batch": int, "cause": int, "source": dict, "corrects": int,
        "purpose": str, "reason": str, "evidence": list, "event": dict}  # fmt: skip
IF_ANY = {"cause", "source", "corrects", "purpose", "reason", "evidence"}


def refuse(what):
    """What has no place in an entry, such as a number that is not whole."""
    raise ValueError(what)


def is_digest(text):
    """Whether this is a SHA-256 in lower-case hexadecimal, and so a safe name of a file."""
    return isinstance(text, str) and re.fullmatch("[0-9a-f]{64}", text) is not None


def read_entry(position, line):
    """The entry in the line; ValueError or TypeError if it is none, or could be read in two ways."""
    entry = json.loads(line.decode(), parse_float=refuse, parse_constant=refuse)
    if json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode() != line:
        raise ValueError("not compact, or a key twice 不紧凑或键重复")
    if list(entry) != [key for key in KEYS if key in entry or key not in IF_ANY]:
        raise ValueError("other keys, or another order 键或其次序不符")
    at, before = entry["recorded_at"], [entry[key] for key in ("cause", "corrects") if key in entry]
    pieces, source = entry.get("evidence", []), entry.get("source")
    if not (
        all(type(value) is KEYS[key] for key, value in entry.items())
        and (entry["v"], entry["class_version"] > 0, entry["version"] > 0) == (1, True, True)
        and 0 < entry["batch"] <= position and all(0 < other < position for other in before)
        and re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[.][0-9]{6}Z", at)
        and datetime.fromisoformat(at)
        and ("corrects" in entry) == ("purpose" in entry)
        and entry.get("purpose", "correction") in ("correction", "completion")
        and (source is None or (list(source) == ["sha256", "row"] and is_digest(source["sha256"])
             and type(source["row"]) is int and source["row"] >= 0))
        and ("evidence" not in entry or pieces)
        and all(list(piece) == ["role", "name", "sha256"] and is_digest(piece["sha256"])
                and type(piece["role"]) is type(piece["name"]) is str for piece in pieces)
    ):  # fmt: skip
        raise ValueError("a value that the format does not allow 值不合格式")
    return entry


# -- The export: entries.jsonl, checkpoint, handovers/, evidence/


def follows(position, versions, times):
    """Tell of an entry that is not the next of its matter, or earlier than the one before it."""
    if versions[0] != versions[1] or times[1] < times[0]:
        wrong(f"#{position} does not follow 与前文不连续: version {versions[0]}, {times[1]}")


def named_in(entry):
    """The documents that the entry names, each as digest and name; a digest is also the name of a file."""
    pieces = entry.get("evidence", []) + [entry["event"]] * (entry["kind"] == "evidence-attached")
    return [(piece["sha256"] if is_digest(piece["sha256"]) else refuse("digest 摘要"), piece["name"])
            for piece in pieces]  # fmt: skip


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
                entry = read_entry(position, line.removesuffix(b"\n"))
                matter, version, at = entry["matter"], entry["version"], entry["recorded_at"]
                follows(position, (version, versions.get(matter, 0) + 1), (last, at))
                versions[matter], last = version, at
                event = entry["event"]
                documents |= {sha256: f"#{position} {name}" for sha256, name in named_in(entry)}
                if entry["kind"] == "ledger-opened":
                    origins.append(event["origin"])
                elif entry["kind"] == "evidence-erased":
                    erased[event["sha256"]] = position
                elif entry["kind"] == "entry-retracted":
                    erased = {digest: at for digest, at in erased.items() if at != event["position"]}
                elif entry["kind"] == "signing-key-changed":
                    changes.append((position, event.get("old_key"), event["new_key"]))
            except (ValueError, TypeError, LookupError, RecursionError) as error:
                wrong(f"#{position} is no entry 不是分录: {error}")
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


def opened(path):
    """The export as a folder; ValueError if the zip holds a name twice, for it can be read in two ways."""
    if path.is_dir():
        return path
    place = zipfile.Path(path)
    names = place.root.namelist()
    if len(set(names)) != len(names):
        raise ValueError("a name twice in the zip 压缩包中有重名")
    return place


def main():
    """Check what the command line names; a sentence for what cannot be read."""
    parser = ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("export", type=Path)
    parser.add_argument("--key", required=True)
    parser.add_argument("--checkpoint", type=Path)
    given = parser.parse_args()
    try:
        check(given)
    except (*UNREADABLE, ValueError) as error:
        wrong(f"{given.export} cannot be read to its end 无法读完: {error}")
    print("Agrees 相符" if not found else f"{len(found)} FOUND 处不符")
    return 1 if found else 0


def read_notes(place, held):
    """The checkpoints of the export and the one that is held, each with its name."""
    handovers = place.joinpath("handovers")
    files = [*(handovers.iterdir() if handovers.is_dir() else ()), place.joinpath("checkpoint")]
    data = [(file.name, file.read_bytes()) for file in files if file.is_file()]
    if held:
        data.append((str(held), held.read_bytes()))
    notes = []
    for name, content in data:
        try:
            notes.append((name, *read_checkpoint(content)))
        except ValueError as error:
            wrong(f"{name} is no checkpoint 不是检查点: {error}")
    return notes


def tell_end(sealed, size):
    """Say which entries no signed checkpoint covers."""
    if not sealed:
        print("No checkpoint signed with the key was seen; nothing vouches for the entries.")
        print("未见以该公钥签署的检查点，分录无从凭信。")
    elif sealed < size:
        print(
            f"Beyond the last checkpoint 最后检查点之后: #{sealed + 1} … #{size}; nothing vouches for these."
        )


def check(given):
    """Check the export against the key, and the checkpoint if one is held."""
    place = opened(given.export)
    key = (Path(given.key).read_text() if Path(given.key).is_file() else given.key).strip()
    notes = read_notes(place, given.checkpoint)
    size, roots, origins, changes, documents, erased = read_entries(place, {note[3] for note in notes})
    print(f"entries 分录: {size}, root 根哈希: {roots[size].hex()}")
    keys, sealed = trusted(key, changes, notes, roots), 0
    for name, text, origin, covered, root_hash, signatures in notes:
        told = f"{name}: {origin}, #1 … #{covered}"
        if roots.get(covered) != root_hash:
            wrong(f"{told}: the entries are others 与分录不符")
        if origins and origin != origins[-1]:
            wrong(f"{told}: another ledger 另一账本")
        signed = [signed_by(each, text, signatures) for each in keys]
        if not any(signed):
            wrong(f"{told}: not signed with the key 未以该公钥签名")
        elif roots.get(covered) == root_hash:
            sealed = max(sealed, covered)
        print("compared 已比对:", told)
    tell_end(sealed, size)
    check_evidence(place, documents, erased)
    if not given.checkpoint:
        print(
            "Whether the end was cut off, or all of it replaced, shows only against a checkpoint of your own."
        )
        print("末尾是否被截去、整体是否被替换，只有与您自己留存的检查点比对才能得知。")


if __name__ == "__main__":
    sys.exit(main())
