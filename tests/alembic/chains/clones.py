"""Copies of a database, made by its own server's means, so that a step can be tried from the same state several times."""
import os
import shutil
import subprocess
import urllib.parse

from chains.catalogs import LiveMysql, LivePostgresql, LiveSqlite


class CloneSqlite(LiveSqlite):
    def __init__(self, folder, source=None):
        super().__init__(folder)
        if source:
            shutil.copyfile(source.path, self.path)

    def drop(self):
        self.path.unlink()


class ClonePostgresql(LivePostgresql):
    def __init__(self, folder, source=None):
        super().__init__()
        if source:
            psql(self.server, f"drop database {self.name}", f"create database {self.name} template {source.name}")


def psql(server, *statements):
    import psycopg2

    connection = psycopg2.connect(server)
    connection.autocommit = True
    for statement in statements:
        connection.cursor().execute(statement)
    connection.close()


class CloneMysql(LiveMysql):
    def __init__(self, folder, source=None):
        super().__init__()
        if source:
            parts = urllib.parse.urlsplit(self.server)
            login = ["--no-defaults", "-h", parts.hostname, "-P", str(parts.port), "-u", parts.username]
            environment = {**os.environ, "MYSQL_PWD": parts.password or ""}
            dump = subprocess.run(["mariadb-dump", *login, "--skip-comments", source.name], stdout=subprocess.PIPE, check=True,
                                  env=environment).stdout
            subprocess.run(["mariadb", *login, self.name], input=dump, check=True, env=environment)


CLONES = {"sqlite": CloneSqlite, "postgresql": ClonePostgresql, "mysql": CloneMysql}


def clone(database, folder):
    return type(database)(folder, database)
