#!/bin/sh
# Installs what tests need (Debian 12, root), starts the servers, builds and runs every suite, stops the servers.
# Can be run again.
#   sh tools/test.sh [BUILD_FOLDER]      a debug build there, an ASan+UBSan one in BUILD_FOLDER-sanitize
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
build=${1:-$root/build-test}
. "$root/tools/packages.sh"

# shellcheck disable=SC2086
install_packages $build_packages $test_packages

# Python Alembic and PyCharter 0.0.3 are the judges of what we read and write.
venv() {
    [ -f "$1/ready" ] && return
    python3 -m venv "$1"
    folder=$1
    shift
    "$folder/bin/pip" install --quiet --disable-pip-version-check "$@"
    touch "$folder/ready"
}
venv "$build-python/alembic" alembic==1.20.1 sqlalchemy==2.1.9 psycopg2-binary pymysql
venv "$build-python/pycharter" pycharter==0.0.3 'sqlalchemy<2.1' psycopg2-binary pymongo redis
export PYCHARTER_TEST_PYTHON="$build-python/alembic/bin/python"
export PYCHARTER_TEST_PYTHON_PYCHARTER="$build-python/pycharter/bin/python"
export PYTHONDONTWRITEBYTECODE=1
# Published revisions, to be rendered as Alembic renders them; kept between runs.
export PYCHARTER_TEST_CORPUS="$build-python/corpus"
[ -d "$PYCHARTER_TEST_CORPUS/mlflow" ] ||
    PYTHON="$PYCHARTER_TEST_PYTHON" sh "$root/tests/alembic/fetch_corpus.sh" "$PYCHARTER_TEST_CORPUS" mlflow==3.18.0
# Models of public projects, to be read as SQLAlchemy reads them; kept between runs.
export PYCHARTER_TEST_MODELS="$build-python/models"
[ -d "$PYCHARTER_TEST_MODELS/dagster" ] ||
    PYTHON="$PYCHARTER_TEST_PYTHON" sh "$root/tests/alembic/fetch_models.sh" "$PYCHARTER_TEST_MODELS" pycharter optuna feast dagster

servers=$(mktemp -d)
trap 'sh "$root/tools/servers.sh" stop "$servers"' EXIT
trap 'exit 130' INT TERM
sh "$root/tools/servers.sh" start "$servers"
. "$servers/env"

[ -f "$build/build.ninja" ] || meson setup "$build" "$root" --buildtype=debug
ninja -C "$build"
meson test -C "$build" --print-errorlogs --timeout-multiplier 4

# -O0: above it the sanitizers cost gcc ten seconds a file. The sanitizer suites are those that stress memory.
[ -f "$build-sanitize/build.ninja" ] ||
    meson setup "$build-sanitize" "$root" --buildtype=debug -Db_sanitize=address,undefined -Db_lundef=false
ninja -C "$build-sanitize"
# gcc 12's leak checker dies where it follows the thread-local storage of libraries that were loaded later.
ASAN_OPTIONS=detect_leaks=1:intercept_tls_get_addr=0 UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1 \
    meson test -C "$build-sanitize" --print-errorlogs --timeout-multiplier 8 --suite unit --suite conformance --suite fuzz
