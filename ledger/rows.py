"""The text of a file -> its rows, each with its line: JSON Lines, a JSON array, or YAML.

Scalars of YAML stay the text that was written, so that 000001 and 1.10 survive. Nothing in a file is run
or multiplied: tags and aliases are refused, and what is nested too deep is skipped.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from pydantic_core import from_json

from ledger.errors import Problem, shown
from ledger.language import Both

if TYPE_CHECKING:
    from collections.abc import Iterator

    Found = Iterator[tuple[int, "object | Problem"]]
    """Line and row, or line and what is wrong there."""

JSON_SUFFIXES, YAML_SUFFIXES = (".jsonl", ".json"), (".yaml", ".yml")
SUFFIXES = (*YAML_SUFFIXES, *JSON_SUFFIXES)
DEEPEST = 5
"""Levels that a row may have: group, its list of items, item, its list of evidence, a piece of that."""

NOT_JSON = Both(
    'it is not JSON ({told}); write one {{"kind": …}} on each line, or a list of them',
    '不是合法的 JSON（{told}）；请每行写一个 {{"kind": …}}，或写成列表',
)
NOT_YAML = Both(
    "it is not YAML ({told}); write “: ” (half-width, with a space) after a field, indent with spaces, "
    "and put text that holds such signs in quotes",
    "不是合法的 YAML（{told}）；字段名后请用半角冒号加空格“: ”，用空格缩进，含有此类符号的文字请加引号",
)
TWICE = Both("the field stands twice; keep one", "字段重复；请保留一个")
NOT_A_NUMBER = Both("{name} is no number; write the value as text", "{name} 不是数；请用文字填写")
NOT_A_NAME = Both("write the name of one field before the colon", "冒号前请写一个字段名")
ALIAS = Both("*{name} is not followed; write the text out", "不支持别名 *{name}；请写出全文")
TAG = Both("the tag {name} is not read; write the text alone", "不支持标签 {name}；请只写文字")
CONTROL = Both(
    "there is a control character U+{code:04X} (column {column}); delete it",
    "含有控制字符 U+{code:04X}（第 {column} 列）；请删除",
)
_LOOKS_LIKE_JSON = re.compile(r'\s*(?:\[\s*)?\{\s*["}]|\s*\[\s*\]')
_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufffe\uffff]")
_STANDARD = "tag:yaml.org,2002:"
_SPACE = re.compile(r"[ \t\r\n]*")


class Row(dict[str, Any]):
    """A mapping of a file, with the line on which it begins."""

    __slots__ = ("line",)
    line: int


def rows_of(text: str, suffix: str) -> Found:
    """The rows of a file whose name ends in ``suffix``; what another name means is told from the text."""
    if suffix in JSON_SUFFIXES or (suffix not in YAML_SUFFIXES and _LOOKS_LIKE_JSON.match(text)):
        return _Json().rows(text)
    return _Yaml().rows(text)


def problem(what: Both, *, field: str = "", **data: object) -> Problem:
    """``what`` filled with the data, as a problem."""
    return Problem(Both(what.en.format(**data), what.zh.format(**data)), field=field)


class _Reader:
    """Keeps what is wrong inside the row that is being read."""

    def __init__(self) -> None:
        self.flaws: list[tuple[int, Problem]] = []

    def _sound(self, line: int, row: object) -> Found:
        """The row, or all its flaws instead; a line of 0 stands for that of the row."""
        if not self.flaws:
            yield line, row
        for at, flaw in self.flaws:
            yield at or line, flaw
        self.flaws.clear()


class _Json(_Reader):
    def __init__(self) -> None:
        super().__init__()
        self.decoder = json.JSONDecoder(parse_constant=self._constant, object_pairs_hook=self._once)

    def rows(self, text: str) -> Found:
        if text.lstrip().startswith("["):
            yield from self._array(text)
            return
        for line, written in enumerate(text.split("\n"), 1):
            if written.strip():
                if (plain := _plain(written)) is not None:
                    yield line, plain
                    continue
                try:
                    row = self.decoder.decode(written)
                except (ValueError, RecursionError) as error:
                    yield line, _not_json(error)
                    self.flaws.clear()
                else:
                    yield from self._sound(line, row)

    def _array(self, text: str) -> Found:
        """The rows of an array one by one, so that each has its line; nothing is read past an error."""
        line, seen, at = 1, 0, text.index("[") + 1
        try:
            while (at := _past_space(text, at)) < len(text):
                line, seen = line + text.count("\n", seen, at), at
                if text[at] == "]":
                    break
                row, at = self.decoder.raw_decode(text, at)
                yield from self._sound(line, row)
                at = _past_space(text, at)
                if text.startswith(",", at) and not text.startswith("]", _past_space(text, at + 1)):
                    at += 1
                elif not text.startswith("]", at):
                    raise json.JSONDecodeError("Expecting ',' delimiter", text, at)
            if text[at:].strip() != "]":
                raise json.JSONDecodeError("Expecting the end of the array", text, at)
        except (ValueError, RecursionError) as error:
            yield getattr(error, "lineno", line), _not_json(error)

    def _once(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        row = dict(pairs)
        if len(row) != len(pairs):
            names = [name for name, _ in pairs]
            for name in row:
                if names.count(name) > 1:
                    self.flaws.append((0, problem(TWICE, field=shown(name))))
        return row

    def _constant(self, name: str) -> None:
        self.flaws.append((0, problem(NOT_A_NUMBER, name=name)))


def _plain(written: str) -> dict[str, Any] | None:
    """A row of texts that surely has no key twice, for there are as many colons; None if it needs care."""
    try:
        row = from_json(written)
    except ValueError:
        return None
    plain = isinstance(row, dict) and len(row) == written.count(":") and set(map(type, row.values())) == {str}
    return row if plain else None


def _past_space(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def _not_json(error: ValueError | RecursionError) -> Problem:
    if isinstance(error, json.JSONDecodeError):
        told = Both(f"{error.msg}, column {error.colno}", f"第 {error.colno} 列：{error.msg}")
    else:
        told = Both("nested too deep, or a number too long", "嵌套过深，或数字过长")
    return Problem(Both(NOT_JSON.en.format(told=told.en), NOT_JSON.zh.format(told=told.zh)))


def _not_yaml(error: Any) -> tuple[int, Problem]:
    """The line of an error and what is wrong; where a colon is missing, the line that lacks it."""
    mark = getattr(error, "problem_mark", None)
    if getattr(error, "context", None) == "while scanning a simple key":
        mark = error.context_mark or mark
    told = shown(str(getattr(error, "problem", None) or error))
    return mark.line + 1 if mark else 0, problem(NOT_YAML, told=told)


class _Yaml(_Reader):
    def rows(self, text: str) -> Found:
        import yaml  # noqa: PLC0415 - only files of this sort need it

        if unfit := _UNFIT.search(text):
            at = unfit.start()
            column = at - text.rfind("\n", 0, at)
            yield text.count("\n", 0, at) + 1, problem(CONTROL, code=ord(unfit[0]), column=column)
            return
        self.yaml: Any = yaml
        self.events: Iterator[Any] = yaml.parse(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        try:
            yield from self._documents()
        except (yaml.YAMLError, ValueError) as error:
            yield _not_yaml(error)

    def _documents(self) -> Found:
        """Each part of a list as a row; what is no list is one row."""
        listed = False
        for event in self.events:
            if isinstance(event, self.yaml.SequenceStartEvent) and not listed and not event.tag:
                listed = True
            elif isinstance(event, self.yaml.SequenceEndEvent):
                listed = False
            elif isinstance(event, self.yaml.NodeEvent):
                line = event.start_mark.line + 1
                yield from self._sound(line, self._node(event, depth=1))

    def _node(self, event: Any, depth: int) -> object:
        line = event.start_mark.line + 1
        if isinstance(event, self.yaml.AliasEvent):
            self.flaws.append((line, problem(ALIAS, name=shown(event.anchor))))
            return None
        if event.tag:
            self.flaws.append((line, problem(TAG, name=shown(event.tag.replace(_STANDARD, "!!")))))
        if isinstance(event, self.yaml.ScalarEvent):
            empty = event.implicit[0] and event.value in ("", "~", "null")
            return None if empty else event.value
        if depth > DEEPEST:
            self._skip()
            return {}
        if isinstance(event, self.yaml.SequenceStartEvent):
            return [self._node(part, depth + 1) for part in self._until_end()]
        return self._mapping(line, depth)

    def _mapping(self, line: int, depth: int) -> Row:
        row = Row()
        row.line = line
        for key in self._until_end():
            at = key.start_mark.line + 1
            name = self._node(key, depth + 1)
            value = self._node(next(self.events), depth + 1)
            if not isinstance(name, str):
                self.flaws.append((at, problem(NOT_A_NAME)))
            elif name in row:
                self.flaws.append((at, problem(TWICE, field=shown(name))))
            else:
                row[name] = value
        return row

    def _until_end(self) -> Iterator[Any]:
        """The nodes inside the list or mapping that has just begun."""
        while not isinstance(event := next(self.events), self.yaml.CollectionEndEvent):
            yield event

    def _skip(self) -> None:
        """Pass over the rest of the list or mapping that has just begun, however deep."""
        open_ = 1
        while open_:
            event = next(self.events)
            open_ += isinstance(event, self.yaml.CollectionStartEvent)
            open_ -= isinstance(event, self.yaml.CollectionEndEvent)
