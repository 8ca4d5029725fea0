#!/bin/sh
# Servers for tests, each on 127.0.0.1 with a free port and a folder of its own, never a system service.
#   sh tools/servers.sh start DIR    starts what is not given by a PYCHARTER_TEST_…_URL already
#   . DIR/env                        the URLs as variables
#   sh tools/servers.sh env DIR      prints them
#   sh tools/servers.sh stop DIR     stops them by process id and removes DIR
set -eu
action=${1:?usage: servers.sh start|env|stop DIR}
dir=${2:?usage: servers.sh start|env|stop DIR}

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# PostgreSQL refuses to run as root: then it runs as the user its package makes.
as_postgres() {
    if [ "$(id -u)" -eq 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

start_postgresql() {
    if [ -n "${PYCHARTER_TEST_POSTGRESQL_URL:-}" ]; then
        echo "export PYCHARTER_TEST_POSTGRESQL_URL='$PYCHARTER_TEST_POSTGRESQL_URL'" >>"$dir/env"
        return
    fi
    bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
    [ -n "$bin" ] || { echo "servers.sh: PostgreSQL is not installed (apt-get install postgresql)" >&2; exit 1; }
    data=$dir/postgresql
    mkdir -p "$data"
    [ "$(id -u)" -ne 0 ] || chown postgres "$data"
    port=$(free_port)
    as_postgres "$bin/initdb" -D "$data/data" -U postgres -A trust --no-sync --data-checksums >"$dir/initdb.log" 2>&1 ||
        { cat "$dir/initdb.log" >&2; exit 1; }
    # Everybody is trusted but this role: tests of a wrong password need one that has to give it.
    echo "host all pycharter_password 127.0.0.1/32 scram-sha-256" >"$dir/pg_hba.conf"
    cat "$data/data/pg_hba.conf" >>"$dir/pg_hba.conf"
    cat "$dir/pg_hba.conf" >"$data/data/pg_hba.conf"
    as_postgres "$bin/pg_ctl" -D "$data/data" -w -l "$data/log" \
        -o "-p $port -k $data -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=200" start >/dev/null ||
        { cat "$data/log" >&2; exit 1; }
    echo "export PYCHARTER_TEST_POSTGRESQL_URL=postgresql://postgres@127.0.0.1:$port/postgres" >>"$dir/env"
    echo "export PYCHARTER_TEST_POSTGRESQL_BIN=$bin" >>"$dir/env"
    "$bin/psql" -Xq "postgresql://postgres@127.0.0.1:$port/postgres" \
        -c "CREATE ROLE pycharter_password LOGIN SUPERUSER PASSWORD 'right-password'"
}

stop_postgresql() {
    data=$dir/postgresql/data
    [ -f "$data/postmaster.pid" ] || return 0
    bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
    as_postgres "$bin/pg_ctl" -D "$data" -m immediate stop >/dev/null
}

case $action in
start)
    mkdir -p "$dir"
    chmod 0755 "$dir"
    : >"$dir/env"
    start_postgresql
    cat "$dir/env"
    ;;
env) cat "$dir/env" ;;
stop)
    stop_postgresql
    rm -rf "$dir"
    ;;
*)
    echo "usage: servers.sh start|env|stop DIR" >&2
    exit 2
    ;;
esac
