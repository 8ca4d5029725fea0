#!/bin/sh
# The installation, moved to another place after it was made: the tool, a host application by pkg-config and one by CMake,
# and a plugin built against it.
#   install_test.sh BUILD_FOLDER SOURCE_FOLDER PREFIX LIBDIR CXX
set -eu
build=$1 source=$2 prefix=$3 libdir=$4 cxx=$5

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset PYCHARTER_PLUGIN_PATH PYCHARTER_MIGRATIONS PYCHARTER_DATABASE_URL PYCHARTER__DATABASE__SQL_ALCHEMY_CONN
export HOME="$work"

fail() {
  echo "FAILED: $*" >&2
  exit 1
}
expect() { # text, what it must hold
  case $1 in *"$2"*) ;; *) fail "'$2' is not in: $1" ;; esac
}

meson install -C "$build" --no-rebuild --quiet --destdir "$work/stage"
moved="$work/elsewhere"
mv "$work/stage$prefix" "$moved"
cd "$work"

echo '== the tool finds its library, plugins and migrations where it stands now'
tool="$moved/bin/pycharter-admin"
expect "$("$tool" --version)" pycharter
plugins=$("$tool" plugin list)
expect "$plugins" memory
expect "$("$tool" plugin doctor)" "$moved/$libdir/pycharter/plugins-1"
[ -f "$moved/share/pycharter/migrations/alembic.ini" ] || fail 'the migrations are not installed'

echo '== the installed migrations make a database'
if [ -f "$moved/$libdir/pycharter/plugins-1/sqlite.plugin" ]; then
  expect "$("$tool" db init "sqlite:///$work/contracts.db" 2>init.log)" 'Database initialized successfully'
  expect "$(cat init.log)" "$moved/share/pycharter/migrations/alembic.ini (installed)"
  expect "$("$tool" db current "sqlite:///$work/contracts.db")" '(head)'
fi

echo '== what is needed to run, and no more: `meson install --tags runtime`'
meson install -C "$build" --no-rebuild --quiet --destdir "$work/runtime" --tags runtime
[ -f "$work/runtime$prefix/share/pycharter/migrations/alembic.ini" ] || fail 'no migrations among what runs'
[ ! -d "$work/runtime$prefix/include" ] || fail 'headers among what runs'
expect "$("$work/runtime$prefix/bin/pycharter-admin" plugin list)" memory

echo '== a host application, by pkg-config'
export PKG_CONFIG_PATH="$moved/$libdir/pkgconfig"
# shellcheck disable=SC2046
"$cxx" -std=c++20 "$source/tests/install/host.cpp" -o host_by_pkgconfig $(pkg-config --cflags --libs pycharter) \
  -Wl,-rpath,"$moved/$libdir"
expect "$(./host_by_pkgconfig memory://)" '"type": "object"'

echo '== a host application, by CMake'
cmake -S "$source/tests/install/with_cmake" -B cmake -DCMAKE_PREFIX_PATH="$moved" -DCMAKE_CXX_COMPILER="$cxx" \
  -DHOST_SOURCE="$source/tests/install/host.cpp" >cmake.log || { cat cmake.log; fail 'cmake'; }
cmake --build cmake >>cmake.log || { cat cmake.log; fail 'cmake --build'; }
expect "$(./cmake/host memory://)" '"type": "object"'

echo '== a backend plugin built elsewhere serves its own URL scheme with the unchanged tool'
cp -r "$source/subprojects/plugin-template" template
CXX="$cxx" meson setup template/build template >template.log || { cat template.log; fail 'the template'; }
ninja -C template/build >>template.log || { cat template.log; fail 'the template'; }
mkdir plugins
cp template/build/onefile.so template/build/onefile.plugin plugins
chmod go-w plugins plugins/*
printf '[plugins]\npath = %s\n' "$work/plugins" >pycharter.cfg
chmod 600 pycharter.cfg
expect "$("$tool" plugin list)" onefile
expect "$("$tool" plugin inspect onefile)" pycharter.store/1
expect "$(./host_by_pkgconfig "onefile://$work/contracts")" '"type": "object"'
expect "$("$tool" store get schema user@1.0.0 "onefile://$work/contracts")" '"type": "object"'
if [ -x "$moved/bin/pycharter-conformance" ]; then
  "$moved/bin/pycharter-conformance" --plugin "$work/plugins/onefile.so" --url "onefile://$work/conformance" \
    >conformance.log 2>&1 || { tail -40 conformance.log; fail 'conformance of the template'; }
fi
"$source/tests/plugins/exports.sh" plugins/onefile.so

echo '== a stranger may not add plugins'
chmod go+w plugins
if "$tool" store list "onefile://$work/contracts" 2>error.log; then fail 'a folder that others may write was trusted'; fi
expect "$(cat error.log)" 'may be written by others'
