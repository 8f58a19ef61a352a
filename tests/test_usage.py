"""Wrong calls, told in the language of the call, with what to write instead."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from commands.cli import cli
from ledger.application import Ledger
from ledger.errors import RefusedInputError
from ledger.settings import Settings


def call(*args: str, lang: str = "zh") -> Result:
    result = CliRunner().invoke(cli, args, env={"LEDGER_BY": "林", "LEDGER_LANG": lang}, prog_name="ledger")
    assert not result.exception or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    Ledger.create(Settings.beside(tmp_path / "ledger.db"), by="林").close()
    return tmp_path / "ledger.db"


WRONG = [
    ("recrod", "没有命令 recrod。是否为 record？", "There is no command recrod. Did you mean record?"),
    ("plan lnik", "没有命令 lnik。是否为 link？", "There is no command lnik. Did you mean link?"),
    ("key it's", "没有命令 it's。", "There is no command it's."),
    ("show 1 2 3", "多写了内容：2 3。", "More was written than is wanted: 2 3."),
    ("kinds --json=3", "选项 --json 之后不能有内容。", "--json takes no text."),
    ("show --ledger", "选项 --ledger 之后缺少内容。", "--ledger: its text is missing."),
    ("completion csh", "：请填写其中之一：bash、zsh、fish。", ": write one of bash, zsh, fish."),
    ("show --lang fr", "--lang：请填写其中之一：zh、en。", "--lang: write one of zh, en."),
    ("prove --from x", "--from：请填写不小于 0 的整数。", "--from: write a whole number from 0 on."),
    (f"verify --auditor {__file__}", "--auditor：请指定文件夹。", "--auditor: name a folder."),
]


@pytest.mark.parametrize(("told", "zh", "en"), WRONG, ids=[told for told, *_ in WRONG])
def test_a_wrong_call_is_told_in_the_language_of_the_call(told: str, zh: str, en: str) -> None:
    for lang, sentence in (("zh", zh), ("en", en)):
        result = call(*told.split(), lang=lang)
        assert result.exit_code == 2
        assert sentence in result.stderr, result.stderr
        assert len(result.stderr.splitlines()) == 1


def test_a_use_may_be_called_by_its_label(half_year: Ledger) -> None:
    home = ("--ledger", str(half_year.settings.database), "--dry-run")
    for label, use in (("列名", "named"), ("计数", "counted"), ("叙述", "described"), ("named", "named")):
        done = call("plan", "link", "1", "body/board", "--as", label, *home)
        assert done.exit_code == 0, done.stderr
        assert f'"use": "{use}"' in done.stdout
    refused = call("plan", "link", "1", "body/board", "--as", "罗列", *home)
    assert refused.exit_code == 1
    assert "counted（计数）、named（列名）、described（叙述）" in refused.stderr


def test_a_retraction_needs_a_reason(ledger: Path) -> None:
    for why in ("", " "):
        refused = call("retract", "1", "--why", why, "--ledger", str(ledger))
        assert (refused.exit_code, refused.stderr) == (
            2,
            "请写明撤回原因：--why 文字。用法见：ledger retract --help\n",
        )


@pytest.mark.parametrize("reason", ["", " ", "\ud800"], ids=ascii)
def test_a_reason_that_is_no_text_is_a_problem_of_its_field(half_year: Ledger, reason: str) -> None:
    size = half_year.log_recorder.size()
    with pytest.raises(RefusedInputError, match="reason（原因）"):
        half_year.retract(size, by="林", reason=reason)
    assert half_year.log_recorder.size() == size


def test_nothing_at_the_path_is_said_to_be_there(tmp_path: Path) -> None:
    for name in ("无.zip", "无"):
        path = tmp_path / name
        refused = call("verify", str(path))
        assert (refused.exit_code, refused.stderr) == (
            3,
            f"{path} 处没有任何内容；请指定账本、导出件或证明文件。\n",
        )
