#!/bin/sh
# Installs what the build needs (Debian 12, root), builds, and runs the main job on a SQLite file:
# initialise, look at the revision, store a contract, read it back complete. Can be run again.
#   sh tools/quickstart.sh [BUILD_FOLDER]
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
build=${1:-$root/build}
. "$root/tools/packages.sh"

# shellcheck disable=SC2086
install_packages $build_packages

# What a newer compiler warns of stops our tests, not somebody's first look.
[ -f "$build/build.ninja" ] ||
    meson setup "$build" "$root" --buildtype=release -Dwerror=false -Dtests=disabled
ninja -C "$build"

demo=$(mktemp -d)
trap 'rm -rf "$demo"' EXIT
url=sqlite:///$demo/contracts.db
say() { printf '\n$ pycharter-admin %s\n' "$*"; }
# In this folder's place, `meson devenv -C build` gives a shell in which pycharter-admin works uninstalled.
admin() {
    say "$@"
    meson devenv -C "$build" "$build/tools/pycharter-admin/pycharter-admin" "$@"
}
cd "$demo"
admin db init "$url"
admin db current "$url"
admin db history
admin store put schema user@1.0.0 "$root/docs/examples/user.schema.json" "$url"
admin store put coercion user@1.0.0 "$root/docs/examples/user.coercion.json" "$url"
admin store put validation user@1.0.0 "$root/docs/examples/user.validation.json" "$url"
admin store get schema user@1.0.0 --complete "$url"
printf '\nThe tool is %s\n' "$build/tools/pycharter-admin/pycharter-admin"
