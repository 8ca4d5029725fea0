#!/usr/bin/env python3
"""Models of public projects, read as they are: how many tables each declares, or what stands in the way.

    models_corpus.py MODELS_DUMP [--folder FOLDER] [PROJECT…]      (default: all)
    models_corpus.py --packages [PROJECT…]                         what to fetch, a line each: project, package==version

FOLDER, or what PYCHARTER_TEST_MODELS names, holds the packages of each project in a folder of its name, as
tests/alembic/fetch_models.sh makes them; without it the project fails. Prints a line a project and the sum; fails where
more or fewer tables are read than the table says, or where what is refused is not what it says. The numbers of tables
are those that SQLAlchemy itself has after importing the same modules; of airflow, that of the declarations in its files.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile

# Of each project: its packages, what [pycharter] models would list, its env.py or the MetaData that it would name where
# that is needed, what [pycharter:types] would say, how many tables there are or, where it is refused, which file and
# which words.
PROJECTS = {
    "pycharter": {"packages": ["pycharter==0.0.3"], "models": ["pycharter.db.models"], "tables": 6},
    "optuna": {"packages": ["optuna==5.0.0"], "models": ["optuna.storages._rdb.models"], "tables": 12},
    "feast": {"packages": ["feast==0.67.0"], "models": ["feast.infra.registry.sql"], "tables": 14},
    "dagster": {
        "packages": ["dagster==1.13.29"],
        "models": [f"dagster._core.storage.{what}.schema" for what in ("runs", "schedules", "event_log")],
        # A database each, with some tables of the same names.
        "metadata": {"dagster._core.storage.runs.schema": "RunStorageSqlMetadata",
                     "dagster._core.storage.schedules.schema": "ScheduleStorageSqlMetadata",
                     "dagster._core.storage.event_log.schema": "SqlEventLogStorageMetadata"},
        "tables": 23},
    "mlflow": {
        "packages": ["mlflow==3.18.0"],
        "models": [f"mlflow.store.{what}.dbmodels.models" for what in ("tracking", "model_registry", "workspace")],
        "env": "mlflow/store/db_migrations/env.py",  # there is another MetaData, of the first revision
        # An enumeration that protobuf makes of serialized descriptors when it is imported.
        "types": ["mlflow.protos.service_pb2.RunStatus=SimpleNamespace(Value=lambda name: name, keys=lambda: "
                  "['RUNNING', 'SCHEDULED', 'FINISHED', 'FAILED', 'KILLED'])"],
        "tables": 70},
    "zenml": {"packages": ["zenml==0.98.0"], "models": ["zenml.zen_stores.schemas"], "tables": 52},
    "langflow": {
        "packages": ["langflow-base==1.13.0", "lfx==1.13.0"],
        "models": ["langflow.services.database.models"],
        "types": ["sqlmodel.datetime=sa.DateTime(timezone=True)"],
        "tables": 62},
    "prefect": {"packages": ["prefect==3.9.1"], "models": ["prefect.server.database.orm_models"], "tables": 35},
    "ckan": {"packages": ["ckan==2.12.0"], "models": ["ckan.model", "ckanext.activity.model"], "tables": 24},
    "airflow": {
        "packages": ["apache-airflow-core==3.3.2"], "models": ["airflow.models", "airflow.jobs"],
        # airflow.cfg, which says in which schema tables are, and how long ids may be.
        "types": ["airflow.configuration.conf=SimpleNamespace(get=lambda section, key, fallback=None: fallback, getint="
                  "lambda section, key, fallback=0: fallback, getboolean=lambda section, key, fallback=False: fallback)"],
        "tables": 57},
    "open-webui": {"packages": ["open-webui==0.12.4"], "models": ["open_webui.models"], "tables": 44},
    "superset": {
        "packages": ["apache-superset==6.1.0", "apache-superset-core==0.1.0", "flask-appbuilder==5.3.0",
                     "sqlalchemy-utils==0.43.0"],
        # What encrypts columns is chosen when the application starts.
        "types": ["superset.extensions.encrypted_field_factory=SimpleNamespace(create=lambda *args, **kw: "
                  "sa.LargeBinary())"],
        "models": ["superset.models", "superset.connectors.sqla.models", "superset.key_value.models",
                   "superset.reports.models", "superset.tags.models", "superset.databases.ssh_tunnel.models"],
        "tables": 53},
}


def chosen(names):
    unknown = set(names) - set(PROJECTS)
    if unknown:
        sys.exit(f"no such project: {', '.join(sorted(unknown))}; there are {', '.join(PROJECTS)}")
    return {name: PROJECTS[name] for name in names or PROJECTS}


def read(models_dump, folder, project):
    """{"tables"}, those of all its MetaData, or {"error"}."""
    if "metadata" not in project:
        return read_target(models_dump, folder, project, os.path.join(folder, project.get("env", "env.py")))
    tables = []
    for module, name in project["metadata"].items():
        with tempfile.NamedTemporaryFile("w", suffix=".py") as env:
            env.write(f"from {module} import {name}\ntarget_metadata = {name}\n")
            env.flush()
            answer = read_target(models_dump, folder, project, env.name)
        if "error" in answer:
            return answer
        tables += answer["tables"]
    return {"tables": tables}


def read_target(models_dump, folder, project, env):
    arguments = [models_dump, "--path", folder, "--env", env]
    for one in project.get("types", ()):
        arguments += ["--type", one]
    run = subprocess.run(arguments + project["models"], capture_output=True, text=True, timeout=300)
    if not run.stdout:
        return {"error": {"message": f"exit {run.returncode}: {run.stderr[-300:]}", "file": "", "line": 0}}
    return json.loads(run.stdout)


def check(project, answer, place):
    """What is said of the project, and whether that is what is expected."""
    if "error" not in answer:
        found = len(answer["tables"])
        expected = project.get("tables")
        return f"{found} tables" + ("" if found == expected else f", {expected} expected"), found == expected
    error = answer["error"]
    file = os.path.relpath(error["file"], place) if error["file"] else "-"
    refused = project.get("refused")
    expected = refused is not None and file == refused[0] and refused[1] in error["message"]
    return f"refused at {file}:{error['line']}: {error['message']}", expected


def main():
    if sys.argv[1:2] == ["--packages"]:
        for name, project in chosen(sys.argv[2:]).items():
            for package in project["packages"]:
                print(name, package)
        return
    parser = argparse.ArgumentParser()
    parser.add_argument("models_dump")
    parser.add_argument("--folder", default=os.environ.get("PYCHARTER_TEST_MODELS"))
    parser.add_argument("projects", nargs="*")
    given = parser.parse_intermixed_args()
    if not given.folder:
        sys.exit("PYCHARTER_TEST_MODELS names no folder of projects; tests/alembic/fetch_models.sh DIR makes one")
    wrong, tables, refused = [], 0, 0
    projects = chosen(given.projects)
    for name, project in projects.items():
        place = os.path.join(given.folder, name)
        if not os.path.isdir(place):
            sys.exit(f"{place} is missing; tests/alembic/fetch_models.sh {given.folder} {name} fetches it")
        answer = read(given.models_dump, place, project)
        text, as_expected = check(project, answer, place)
        print(f"{name}: {text}", flush=True)
        tables += len(answer.get("tables", ()))
        refused += "error" in answer
        if not as_expected:
            wrong.append(name)
    print(f"{len(projects)} projects: {tables} tables read, {refused} refused as truly dynamic")
    if wrong:
        sys.exit(f"not as expected: {', '.join(wrong)}")


if __name__ == "__main__":
    main()
