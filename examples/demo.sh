#!/bin/sh
# The main job on real input: a ledger of one company's half-year, its summary and its report.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
scratch=${DEMO_FOLDER:-$(mktemp -d)}
mkdir -p "$scratch"
export LEDGER_BY="${LEDGER_BY:-示例 demo}" LEDGER_LANG="${LEDGER_LANG:-zh}"

ledger init "$scratch" --origin 688030.SH/governance --key "$scratch.key"
cd "$scratch"
ledger load "$here/half-year-2024"
ledger summary 2024H1 --cut-off 2024-08-28
ledger report evaluation 2024H1 --cut-off 2024-08-28 -o evaluation.md
ledger report evaluation 2024H1 --cut-off 2024-08-28 -o evaluation.html
ledger replay
ledger checkpoint

printf '\n%s\n%s\n' \
  "报告（report）：$scratch/evaluation.md、evaluation.html（点击数字可见所依据的分录 / click a figure）" \
  "试试（try）：export PATH=$(dirname "$(command -v ledger)"):\$PATH LEDGER_BY=姓名; cd $scratch; ledger show incentive/2024 ; ledger history --body audit-committee ; ledger plan status"
