#!/bin/sh
# What is too long for every change: clang with libFuzzer, clang-tidy over everything, whole corpora, servers
# that are killed again and again.
#   sh tools/soak.sh [FUZZ_SECONDS] [BUILD_FOLDER]      600 seconds a target by default
# Needs what tools/test.sh installs, and clang-16 clang-tidy-16 libclang-rt-16-dev libfuzzer-16-dev.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
seconds=${1:-600}
build=${2:-$root/build-soak}
. "$root/tools/packages.sh"

# shellcheck disable=SC2086
install_packages $build_packages $test_packages clang-16 clang-tidy-16 clang-format-16 libclang-rt-16-dev libfuzzer-16-dev llvm-16

section() { printf '\n== %s ==\n' "$*"; }

section "clang-format"
git -C "$root" ls-files '*.cpp' '*.h' '*.c' | sed "s|^|$root/|" | xargs clang-format-16 --dry-run --Werror

section "clang, ASan and UBSan, every target"
[ -f "$build/build.ninja" ] ||
    CC=clang-16 CXX=clang++-16 meson setup "$build" "$root" --buildtype=debug -Db_sanitize=address,undefined -Db_lundef=false \
        -Dfuzzers=enabled -Db_pch=false
ninja -C "$build"

section "libFuzzer, $seconds seconds a target"
cd "$build" # where a crash leaves its input
for target in "$build"/tests/fuzz/fuzz_*; do
    [ -x "$target" ] && [ ! -d "$target" ] || continue
    name=${target##*/fuzz_}
    corpus=$build/fuzz-corpus/$name
    mkdir -p "$corpus"
    seeds=$root/tests/fuzz/corpus/$name
    [ "$name" != script ] || seeds=$root/tests/unit/script/snippets
    "$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 "$corpus" \
        "$seeds" 2>&1 | grep -E 'stat::|SUMMARY|ERROR|crash' || true
    ls crash-* leak-* timeout-* oom-* 2>/dev/null && exit 1
done

section "clang-tidy"
git -C "$root" ls-files 'core/src/*.cpp' 'plugins/*.cpp' 'tools/*.cpp' | sed "s|^|$root/|" |
    xargs -P 2 -n 4 clang-tidy-16 -p "$build" --quiet

section "Alembic's renderings over public corpora"
corpus=$build/corpus
python=$build-python/bin/python
[ -x "$python" ] || { python3 -m venv "$build-python" && "$python" -m pip install --quiet alembic==1.20.1 sqlalchemy==2.1.9; }
[ -d "$corpus" ] || sh "$root/tests/alembic/fetch_corpus.sh" "$corpus"
release=$build-release
[ -f "$release/build.ninja" ] || meson setup "$release" "$root" --buildtype=release
ninja -C "$release"
"$python" "$root/tests/alembic/alembic_diff.py" --corpus "$corpus" --report "$build/alembic-diff" \
    --admin "meson devenv -C $release $release/tools/pycharter-admin/pycharter-admin" | tail -n 8

section "models of public projects"
models=$build/models-corpus
[ -d "$models" ] || sh "$root/tests/alembic/fetch_models.sh" "$models"
"$python" "$root/tests/alembic/models_corpus.py" "$release/tests/alembic/models_dump" --folder "$models"

section "live chains, models before and after edits, and published revisions, by Alembic and by pycharter-admin"
# With SQLModel, whose columns some of the published revisions have; the renderings are counted without it.
python=$build-python-live/bin/python
[ -x "$python" ] || { python3 -m venv "$build-python-live" && "$python" -m pip install --quiet alembic==1.20.1 \
    sqlalchemy==2.1.9 psycopg2-binary pymysql sqlmodel; }
servers=$build/servers
sh "$root/tools/servers.sh" start "$servers" >/dev/null
trap 'sh "$root/tools/servers.sh" stop "$servers"' EXIT
. "$servers/env"
PYCHARTER_ADMIN=$release/tools/pycharter-admin/pycharter-admin
export PYCHARTER_ADMIN
for database in sqlite postgresql mysql; do
    meson devenv -C "$release" "$python" "$root/tests/alembic/live_chains.py" "$database" --seeds 300 --start 1000
    "$python" "$root/tests/alembic/equal.py" "$release/tests/alembic/catalog_run" "$database" 60
    meson devenv -C "$release" "$python" "$root/tests/alembic/autogenerate.py" "$database" --seeds 1000 --start 1000
done
meson devenv -C "$release" "$python" "$root/tests/alembic/live_corpus.py" "$corpus"

section "servers that are killed under load"
for server in postgresql pgbouncer fail-over mysql mongodb redis sqlite; do
    PYCHARTER_STORE_LOAD=$release/tests/faults/store_load meson devenv -C "$release" \
        python3 "$root/tests/faults/under_load.py" "$server" --rounds 20 --seconds 5
done
