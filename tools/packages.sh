# What Debian 12 packages the project needs; sourced by quickstart.sh and test.sh.
# shellcheck shell=sh

build_packages="g++ pkg-config ca-certificates meson ninja-build libboost1.81-dev libboost-program-options1.81-dev
libsoci-dev libpq-dev libsqlite3-dev libmariadb-dev libmongoc-dev libhiredis-dev libssl-dev"
test_packages="libgtest-dev libgmock-dev libbenchmark-dev postgresql pgbouncer mariadb-server redis-server openssl sqlite3 python3-venv strace cmake binutils
zsh fish"

# Installs what of "$@" is missing. Without root it prints the command instead and stops.
install_packages() {
    missing=""
    for package in "$@"; do
        dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2>/dev/null | grep -q '^ii' || missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" -ne 0 ]; then
        echo "These packages are missing. Install them, then run this again:" >&2
        echo "  apt-get install --no-install-recommends$missing" >&2
        return 1
    fi
    echo "installing$missing"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    # --no-remove: libboost1.81-dev conflicts with libboost1.74-dev, which somebody may need here.
    # shellcheck disable=SC2086
    apt-get install -y -qq --no-install-recommends --no-remove $missing >/dev/null || {
        echo "apt-get could not install them. If it says that libboost1.74-dev would be removed, remove it yourself:" >&2
        echo "Debian does not allow both versions of Boost's headers." >&2
        return 1
    }
}
