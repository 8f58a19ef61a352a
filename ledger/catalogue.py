"""The catalogue of kinds: found by a scan of the sources, so that only the area in use is imported."""

from __future__ import annotations

import re
import unicodedata
from difflib import get_close_matches
from functools import cached_property
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from ledger.errors import SHOWN, USAGE, LedgerError, shown
from ledger.language import Both, slug_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ledger.event import KindSpec

EVENTS = Path(__file__).with_name("events")
_AREA = re.compile(r"""^AREA = (["'])(.+)\1""", re.MULTILINE)
_DECLARED = re.compile(r"""^@kind\(\s*(["'])([^"'\n]+)\1(?:.|\n)*?^class (\w+)\(""", re.MULTILINE)


class UnknownKindError(LedgerError):
    """No kind has this name."""

    exit_code = USAGE
    sentence = Both(
        "there is no kind of event called “{name}”.{hint} All kinds: ledger kinds",
        "没有名为“{name}”的事件种类。{hint}全部种类见：ledger kinds",
    )


class AmbiguousKindError(LedgerError):
    """Several kinds have this label."""

    exit_code = USAGE
    sentence = Both(
        "“{name}” is the name of several kinds; write one of {slugs} instead.",
        "“{name}”是多个种类的名称；请改写为 {slugs} 之一。",
    )


class DuplicateKindError(LedgerError):
    """Two modules declare the same kind."""

    exit_code = USAGE
    sentence = Both(
        "the kind {slug} is declared in {first} and again in {second}; rename one of them.",
        "事件种类 {slug} 在 {first} 与 {second} 中重复声明，请改名其一。",
    )


class KindModuleError(LedgerError):
    """A module of kinds named in ledger.toml is not there, or is no module with sources."""

    exit_code = USAGE
    sentence = Both(
        "the sources of the module “{module}”, named under kinds in ledger.toml, cannot be found; "
        "install it or take it out of the list.",
        "ledger.toml 的 kinds 所列模块“{module}”的源文件找不到；请安装该模块或将其删去。",
    )


class Declared(NamedTuple):
    """Where a kind is declared, as known without importing it."""

    slug: str
    label: Both
    class_name: str
    module: str
    heading: str = ""
    """What the area is called in Chinese: ``AREA`` of its module."""

    @property
    def area(self) -> str:
        """The chapter heading that the kind stands under."""
        return self.module.rpartition(".")[2]


class Catalogue:
    """All kinds that this program and the embedder's ``modules`` declare; frozen once made."""

    def __init__(self, modules: Iterable[str] = ()) -> None:
        found: dict[str, Declared] = {}
        for declared in _scan(modules):
            if first := found.get(declared.slug):
                raise DuplicateKindError(slug=declared.slug, first=first.module, second=declared.module)
            found[declared.slug] = declared
        self.declared = MappingProxyType(found)
        self._specs: dict[str, KindSpec] = {}

    def __contains__(self, slug: str) -> bool:
        return slug in self.declared

    def spec(self, slug: str) -> KindSpec:
        """The kind with this slug; imports its area."""
        if slug not in self._specs:
            if slug not in self.declared:
                raise UnknownKindError(name=shown(slug), hint=self._hint(slug))
            declared = self.declared[slug]
            cls = getattr(import_module(declared.module), declared.class_name)
            self._specs[slug] = cls.spec
        return self._specs[slug]

    def find(self, name: str) -> str:
        """The slug for a slug, a class name or a label in either language, in any case or width."""
        if name in self.declared:
            return name
        slugs = self._names.get(_folded(name), [])
        if len(slugs) > 1:
            raise AmbiguousKindError(name=shown(name), slugs=", ".join(slugs))
        if not slugs:
            raise UnknownKindError(name=shown(name), hint=self._hint(name))
        return slugs[0]

    @cached_property
    def _names(self) -> dict[str, list[str]]:
        """Every name of a kind, folded; the class name and the English label fold to the slug's."""
        names: dict[str, list[str]] = {}
        for slug, declared in self.declared.items():
            for name in {_folded(slug), _folded(declared.label.zh)}:
                names.setdefault(name, []).append(slug)
        return names

    def matching(self, told: str) -> list[str]:
        """The slugs that a name, a part of one, or an area may mean; if any is named in full, that alone."""
        part = _folded(told)
        if area := self.area(told):
            return [slug for slug, declared in self.declared.items() if declared.area == area]
        return self._names.get(part) or list(dict.fromkeys(
            slug for name, slugs in self._names.items() for slug in slugs if part and part in name
        ))  # fmt: skip

    def area(self, told: str) -> str:
        """The area of this name or heading in either language, or nothing."""
        names = {_folded(name): area for area, both in self.areas.items() for name in (area, *both)}
        return names.get(_folded(told), "")

    @cached_property
    def areas(self) -> dict[str, Both]:
        """Each area with its heading in both languages."""
        headings = {declared.area: declared.heading or declared.area for declared in self.declared.values()}
        return {area: Both(area.replace("_", " "), zh) for area, zh in headings.items()}

    def specs(self) -> list[KindSpec]:
        """Every kind; imports all areas."""
        return [self.spec(slug) for slug in self.declared]

    def _hint(self, name: str) -> Both:
        labels = {declared.label.zh: slug for slug, declared in self.declared.items()}
        written = unicodedata.normalize("NFKC", name[:SHOWN]).strip()
        near = get_close_matches(re.sub(r"[_\s]", "-", slug_of(written)), self.declared, 3, 0.5) or [
            f"{labels[zh]}（{zh}）" for zh in get_close_matches(written, labels, 3, 0.5)
        ]
        if not near:
            headings = {both.zh: area for area, both in self.areas.items()}
            near = get_close_matches(_folded(written), self.areas, 1, 0.7) or get_close_matches(
                written, headings, 1, 0.5
            )
        if not near:
            return Both("", "")
        return Both(f" Did you mean {' or '.join(near)}?", f"您要找的是 {' 或 '.join(near)} 吗？")


def _scan(modules: Iterable[str]) -> Iterator[Declared]:
    for path in sorted(EVENTS.glob("*.py")):
        yield from _declarations(f"ledger.events.{path.stem}", path)
    for module in dict.fromkeys(modules):
        yield from _declarations(module, _source(module))


def _source(module: str) -> Path:
    try:
        spec = find_spec(module)
    except (ImportError, ValueError):
        spec = None
    path = Path(spec.origin) if spec and spec.origin else None
    if path is None or path.suffix != ".py" or not path.is_file():
        raise KindModuleError(module=shown(module))
    return path


def _declarations(module: str, path: Path) -> Iterator[Declared]:
    text = path.read_text(encoding="utf-8", errors="replace")
    area = _AREA.search(text)
    for _, zh, class_name in _DECLARED.findall(text):
        slug = slug_of(class_name)
        yield Declared(slug, Both(slug.replace("-", " "), zh), class_name, module, area[2] if area else "")


def _folded(name: str) -> str:
    """What is alike in a slug, a class name and a label, however it is written."""
    return re.sub(r"[-_\s]", "", unicodedata.normalize("NFKC", name)).casefold()
