#!/bin/sh
# Each module named exports pycharter_plugin_v1 and nothing else, and needs neither libpycharter nor another plugin.
status=0
fail() {
  echo "$1"
  status=1
}
for module in "$@"; do
  exported=$(nm -D --defined-only "$module" | awk '{print $NF}')
  [ "$exported" = pycharter_plugin_v1 ] || fail "$module exports: $exported"
  needed=$(readelf -d "$module" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p')
  for library in $needed; do
    case $library in libpycharter*) fail "$module needs $library" ;; esac
    for other in "$@"; do
      [ "$library" != "${other##*/}" ] || fail "$module needs the plugin $library"
    done
  done
done
[ $# -gt 0 ] || fail 'no module was named'
exit $status
