#!/usr/bin/env python3
"""Writes pgbouncer.ini and what it names for tools/servers.sh, and prints the URL of the pooler.

    pgbouncer_config.py POSTGRESQL_URL PORT FOLDER
"""
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

INI = """\
[databases]
* = host={host} port={server_port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
pool_mode = transaction
default_pool_size = 4
max_client_conn = 400
server_login_retry = 1
auth_type = hba
auth_hba_file = {folder}/hba.conf
auth_file = {folder}/users.txt
logfile = {folder}/log
pidfile = {folder}/pid
"""
# As in pg_hba.conf of the server: tests of a wrong password need a role that has to give it.
HBA = """\
host all pycharter_password 127.0.0.1/32 scram-sha-256
host all all 127.0.0.1/32 trust
"""


def main() -> None:
    server, port, folder = sys.argv[1:]
    url = urlsplit(server)
    user = unquote(url.username or "postgres")
    users = {user: unquote(url.password or ""), "pycharter_password": "right-password"}
    def write(name: str, text: str) -> None:
        Path(folder, name).write_text(text)

    write("pgbouncer.ini", INI.format(host=url.hostname, server_port=url.port or 5432, port=port, folder=folder))
    write("hba.conf", HBA)
    write("users.txt", "".join(f'"{name}" "{password}"\n' for name, password in users.items()))
    print(url._replace(netloc=f"{url.netloc.rpartition('@')[0] or user}@127.0.0.1:{port}").geturl())


if __name__ == "__main__":
    main()
