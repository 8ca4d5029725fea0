#!/bin/sh
# Servers for tests, each on 127.0.0.1 with a free port and a folder of its own, never a system service.
#   sh tools/servers.sh start DIR    starts what is not given by a PYCHARTER_TEST_…_URL already
#   . DIR/env                        the URLs as variables
#   sh tools/servers.sh env DIR      prints them
#   sh tools/servers.sh stop DIR     stops them by process id and removes DIR
set -eu
action=${1:?usage: servers.sh start|env|stop DIR}
dir=${2:?usage: servers.sh start|env|stop DIR}
root=$(cd "$(dirname "$0")/.." && pwd)

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# PostgreSQL refuses to run as root: then it runs as the user its package makes.
as_postgres() {
    if [ "$(id -u)" -eq 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

start_postgresql() {
    bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
    [ -z "$bin" ] || echo "export PYCHARTER_TEST_POSTGRESQL_BIN=$bin" >>"$dir/env"
    if [ -n "${PYCHARTER_TEST_POSTGRESQL_URL:-}" ]; then
        echo "export PYCHARTER_TEST_POSTGRESQL_URL='$PYCHARTER_TEST_POSTGRESQL_URL'" >>"$dir/env"
        return
    fi
    [ -n "$bin" ] || { echo "servers.sh: PostgreSQL is not installed (apt-get install postgresql)" >&2; exit 1; }
    data=$dir/postgresql
    mkdir -p "$data"
    [ "$(id -u)" -ne 0 ] || chown postgres "$data"
    port=$(free_port)
    # Without the encoding it would be that of LANG, which is ASCII where nothing is set.
    as_postgres "$bin/initdb" -D "$data/data" -U postgres -A trust --no-sync --data-checksums --encoding=UTF8 \
        --locale=C.UTF-8 >"$dir/initdb.log" 2>&1 ||
        { cat "$dir/initdb.log" >&2; exit 1; }
    # Everybody is trusted but this role: tests of a wrong password need one that has to give it.
    echo "host all pycharter_password 127.0.0.1/32 scram-sha-256" >"$dir/pg_hba.conf"
    cat "$data/data/pg_hba.conf" >>"$dir/pg_hba.conf"
    cat "$dir/pg_hba.conf" >"$data/data/pg_hba.conf"
    as_postgres "$bin/pg_ctl" -D "$data/data" -w -l "$data/log" \
        -o "-p $port -k $data -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=200" start >/dev/null ||
        { cat "$data/log" >&2; exit 1; }
    echo "export PYCHARTER_TEST_POSTGRESQL_URL=postgresql://postgres@127.0.0.1:$port/postgres" >>"$dir/env"
    "$bin/psql" -Xq "postgresql://postgres@127.0.0.1:$port/postgres" \
        -c "CREATE ROLE pycharter_password LOGIN SUPERUSER PASSWORD 'right-password'"
}

stop_postgresql() {
    data=$dir/postgresql/data
    [ -f "$data/postmaster.pid" ] || return 0
    bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
    as_postgres "$bin/pg_ctl" -D "$data" -m immediate stop >/dev/null
}

# A pooler in transaction mode before that server, with fewer connections to it than tests have clients: what relies on
# state of a session finds another client's.
start_pgbouncer() {
    if [ -n "${PYCHARTER_TEST_PGBOUNCER_URL:-}" ]; then
        echo "export PYCHARTER_TEST_PGBOUNCER_URL='$PYCHARTER_TEST_PGBOUNCER_URL'" >>"$dir/env"
        return
    fi
    PATH=$PATH:/usr/sbin command -v pgbouncer >/dev/null ||
        { echo "servers.sh: pgbouncer is not installed (apt-get install pgbouncer)" >&2; exit 1; }
    data=$dir/pgbouncer
    mkdir -p "$data"
    port=$(free_port)
    server=$(. "$dir/env" && echo "$PYCHARTER_TEST_POSTGRESQL_URL")
    url=$(python3 "$root/tools/pgbouncer_config.py" "$server" "$port" "$data")
    [ "$(id -u)" -ne 0 ] || chown -R postgres "$data"
    as_postgres env PATH="$PATH:/usr/sbin" pgbouncer -q -d "$data/pgbouncer.ini" >"$dir/pgbouncer.err" 2>&1 ||
        { cat "$data/log" "$dir/pgbouncer.err" >&2; exit 1; }
    echo "export PYCHARTER_TEST_PGBOUNCER_URL=$url" >>"$dir/env"
}

stop_pgbouncer() {
    [ -f "$dir/pgbouncer/pid" ] || return 0
    pid=$(cat "$dir/pgbouncer/pid")
    kill "$pid" 2>/dev/null || return 0
    while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
}

# As root MariaDB keeps to the user its package makes, who must own the folder.
start_mysql() {
    if [ -n "${PYCHARTER_TEST_MYSQL_URL:-}" ]; then
        echo "export PYCHARTER_TEST_MYSQL_URL='$PYCHARTER_TEST_MYSQL_URL'" >>"$dir/env"
        return
    fi
    command -v mariadbd >/dev/null ||
        { echo "servers.sh: MariaDB is not installed (apt-get install mariadb-server)" >&2; exit 1; }
    data=$dir/mysql
    mkdir -p "$data"
    user=$(id -un)
    if [ "$user" = root ]; then
        user=mysql
        chown mysql "$data"
    fi
    port=$(free_port)
    mariadb-install-db --no-defaults --user="$user" --datadir="$data/data" --auth-root-authentication-method=normal \
        --skip-test-db >"$dir/mysql-install.log" 2>&1 || { cat "$dir/mysql-install.log" >&2; exit 1; }
    mysql_tls "$data" "$user"
    # A character set that is not utf8mb4, so that what relies on the server's own is found out.
    mariadbd --no-defaults --user="$user" --datadir="$data/data" --socket="$data/socket" --port="$port" \
        --bind-address=127.0.0.1 --pid-file="$data/pid" --log-error="$data/log" --character-set-server=latin1 \
        --innodb-flush-log-at-trx-commit=0 --max-connections=300 --ssl-ca="$data/ca.pem" \
        --ssl-cert="$data/server.pem" --ssl-key="$data/server.key" >/dev/null 2>&1 &
    url=mysql://root@127.0.0.1:$port/test
    tries=0
    until mariadb --no-defaults -S "$data/socket" -u root -e 'CREATE DATABASE IF NOT EXISTS test' 2>"$dir/mysql.err"; do
        tries=$((tries + 1))
        [ "$tries" -lt 300 ] || { cat "$data/log" "$dir/mysql.err" >&2; exit 1; }
        sleep 0.1
    done
    echo "export PYCHARTER_TEST_MYSQL_URL=$url" >>"$dir/env"
    echo "export PYCHARTER_TEST_MYSQL_CA=$data/ca.pem" >>"$dir/env"
}

# An authority and a certificate for 127.0.0.1, for tests of TLS.
mysql_tls() {
    openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=pycharter-test-ca -keyout "$1/ca.key" -out "$1/ca.pem" \
        2>/dev/null
    openssl req -newkey rsa:2048 -nodes -subj /CN=127.0.0.1 -keyout "$1/server.key" -out "$1/server.csr" 2>/dev/null
    echo "subjectAltName=IP:127.0.0.1" >"$1/san"
    openssl x509 -req -in "$1/server.csr" -CA "$1/ca.pem" -CAkey "$1/ca.key" -CAcreateserial -days 2 -extfile "$1/san" \
        -out "$1/server.pem" 2>/dev/null
    [ "$2" != mysql ] || chown mysql "$1/server.key"
    chmod 0644 "$1/ca.pem"
}

stop_mysql() {
    [ -f "$dir/mysql/pid" ] || return 0
    pid=$(cat "$dir/mysql/pid")
    kill "$pid" 2>/dev/null || return 0
    while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
}

# Where Go is: Debian's own is too old for the server below.
find_go() {
    for go in "$(command -v go || true)" /usr/local/go/bin/go "$HOME/go/bin/go" /usr/lib/go-*/bin/go; do
        [ -x "$go" ] || continue
        version=$(GOTOOLCHAIN=local "$go" env GOVERSION)
        [ "$(printf '%s\n' go1.24 "$version" | sort -V | head -n 1)" = go1.24 ] || continue
        echo "$go"
        return
    done
    cat >&2 <<'EOF'
servers.sh: the MongoDB server for tests (FerretDB, tests/servers/mongodb) needs Go 1.24 or newer, which is not here.
Unpack a release of Go into /usr/local/go; or, with Debian's golang-1.19-go:
  /usr/lib/go-1.19/bin/go mod download golang.org/toolchain@v0.0.1-go1.24.3.linux-amd64
and put its bin folder, which is below `go env GOMODCACHE`, into PATH; or name a server in PYCHARTER_TEST_MONGODB_URL.
EOF
    exit 1
}

# No MongoDB server is packaged. This one is built once, outside the source, and kept.
start_mongodb() {
    if [ -n "${PYCHARTER_TEST_MONGODB_URL:-}" ]; then
        echo "export PYCHARTER_TEST_MONGODB_URL='$PYCHARTER_TEST_MONGODB_URL'" >>"$dir/env"
        return
    fi
    go=$(find_go) || exit 1
    cache=${XDG_CACHE_HOME:-$HOME/.cache}/pycharter-tests
    mkdir -p "$cache" "$dir/mongodb"
    "$go" -C "$root/tests/servers/mongodb" build -buildvcs=false -o "$cache/mongodb" . >"$dir/mongodb-build.log" 2>&1 ||
        { cat "$dir/mongodb-build.log" >&2; exit 1; }
    echo "export PYCHARTER_TEST_MONGODB_BIN=$cache/mongodb" >>"$dir/env"
    "$cache/mongodb" "$dir/mongodb" >"$dir/mongodb.url" 2>"$dir/mongodb.log" &
    echo $! >"$dir/mongodb.pid"
    tries=0
    until [ -s "$dir/mongodb.url" ]; do
        tries=$((tries + 1))
        [ "$tries" -lt 300 ] || { cat "$dir/mongodb.log" >&2; exit 1; }
        sleep 0.1
    done
    echo "export PYCHARTER_TEST_MONGODB_URL=$(cat "$dir/mongodb.url")" >>"$dir/env"
}

stop_mongodb() {
    [ -f "$dir/mongodb.pid" ] || return 0
    pid=$(cat "$dir/mongodb.pid")
    kill "$pid" 2>/dev/null || return 0
    while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
}

# A Redis server in the folder $dir/$1 with the settings that follow; gives its port. It writes what it has acknowledged.
run_redis() {
    name=$1
    shift
    command -v redis-server >/dev/null ||
        { echo "servers.sh: Redis is not installed (apt-get install redis-server)" >&2; exit 1; }
    mkdir -p "$dir/$name"
    port=$(free_port)
    redis-server --port "$port" --bind 127.0.0.1 --dir "$dir/$name" --save "" --appendonly yes --appendfsync always \
        --logfile "$dir/$name/log" --pidfile "$dir/$name/pid" --daemonize yes "$@" >/dev/null
    tries=0
    until [ "$(redis-cli -h 127.0.0.1 -p "$port" PING 2>/dev/null | grep -c -E 'PONG|NOAUTH')" = 1 ]; do
        tries=$((tries + 1))
        [ "$tries" -lt 300 ] || { cat "$dir/$name/log" >&2; exit 1; }
        sleep 0.1
    done
    echo "$port"
}

start_redis() {
    if [ -n "${PYCHARTER_TEST_REDIS_URL:-}" ]; then
        echo "export PYCHARTER_TEST_REDIS_URL='$PYCHARTER_TEST_REDIS_URL'" >>"$dir/env"
    else
        port=$(run_redis redis)
        echo "export PYCHARTER_TEST_REDIS_URL=redis://127.0.0.1:$port" >>"$dir/env"
    fi
    if [ -n "${PYCHARTER_TEST_REDIS_ACL_URL:-}" ]; then
        echo "export PYCHARTER_TEST_REDIS_ACL_URL='$PYCHARTER_TEST_REDIS_ACL_URL'" >>"$dir/env"
        return
    fi
    # As few rights as the backend needs, and a password for everybody else.
    mkdir -p "$dir/redis-acl"
    printf '%s\n' 'user default on >defaultpw ~* &* +@all' 'user app on >apppw ~pycharter:* &* +@all -@dangerous' \
        >"$dir/redis-acl/users.acl"
    port=$(run_redis redis-acl --aclfile "$dir/redis-acl/users.acl")
    echo "export PYCHARTER_TEST_REDIS_ACL_URL=redis://app:apppw@127.0.0.1:$port" >>"$dir/env"
}

stop_redis() {
    for name in redis redis-acl; do
        [ -f "$dir/$name/pid" ] || continue
        pid=$(cat "$dir/$name/pid")
        kill "$pid" 2>/dev/null || continue
        while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
    done
}

case $action in
start)
    mkdir -p "$dir"
    chmod 0755 "$dir"
    : >"$dir/env"
    start_postgresql
    start_pgbouncer
    start_mysql
    start_mongodb
    start_redis
    cat "$dir/env"
    ;;
env) cat "$dir/env" ;;
stop)
    stop_pgbouncer
    stop_postgresql
    stop_mysql
    stop_mongodb
    stop_redis
    rm -rf "$dir"
    ;;
*)
    echo "usage: servers.sh start|env|stop DIR" >&2
    exit 2
    ;;
esac
