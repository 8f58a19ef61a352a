"""ledger completion: Let the Tab key of a shell complete this program. / 让命令行的 Tab 键补全本程序。"""

from __future__ import annotations

import click

from commands.parts.speech import say

BASH = """\
_ledger_completion() {
    local type value
    COMPREPLY=()
    while IFS=, read -r type value; do
        case $type in
            dir) compopt -o dirnames ;;
            file) compopt -o default ;;
            plain)
                [[ $value == *[[:space:]\\;\\(\\)\\'\\"]* ]] && printf -v value %q "$value"
                COMPREPLY+=("$value") ;;
        esac
    done < <(COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD=$COMP_CWORD \\
             _LEDGER_COMPLETE=bash_complete "$1" 2>/dev/null)
}
complete -o nosort -F _ledger_completion ledger governance-ledger
"""
"""Ours, not click's: names with spaces are quoted, and nothing is printed while a line is typed."""


@click.command(
    help=say(
        "Print the script that lets a shell complete commands, kinds, fields, choices, and the persons, "
        'bodies and matters of the ledger. In ~/.bashrc: eval "$(ledger completion bash)"; in ~/.zshrc, '
        'after compinit: eval "$(ledger completion zsh)"; for fish: ledger completion fish > '
        "~/.config/fish/completions/ledger.fish",
        "输出补全脚本：可补全命令、种类、字段、选项，以及账本中的人员、机构和事项。"
        'bash：在 ~/.bashrc 中写入 eval "$(ledger completion bash)"；'
        'zsh：在 ~/.zshrc 的 compinit 之后写入 eval "$(ledger completion zsh)"；'
        "fish：ledger completion fish > ~/.config/fish/completions/ledger.fish",
    )
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """See the help above."""
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    if shell == "bash" or found is None:
        click.echo(BASH, nl=False)
        return
    click.echo(found(ctx.find_root().command, {}, "ledger", "_LEDGER_COMPLETE").source())
