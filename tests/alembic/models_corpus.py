#!/usr/bin/env python3
"""Models of public projects, read as they are: how many tables each declares, or what stands in the way.

    models_corpus.py MODELS_DUMP FOLDER [PROJECT…]

FOLDER holds one unpacked package a project, as tests/alembic/fetch_models.sh makes them. What a project needs said of
other packages ([pycharter:types]) stands in the table. Prints a line a project; fails where fewer tables are read than
the table says.
"""
import json
import os
import subprocess
import sys

# Of each project: what [pycharter] models would list, what is said of foreign names, how many tables there are.
PROJECTS = {
    "pycharter": {"models": ["pycharter.db.models"], "tables": 6},
    "zenml": {"models": ["zenml.zen_stores.schemas"], "tables": 52},
    "feast": {"models": ["feast.infra.registry.sql"], "tables": 14},
}


def read(models_dump, folder, project):
    arguments = [models_dump, "--path", folder]
    for one in project.get("types", ()):
        arguments += ["--type", one]
    run = subprocess.run(arguments + project["models"], capture_output=True, text=True, timeout=120)
    if not run.stdout:
        return {"error": {"message": f"exit {run.returncode}: {run.stderr[-300:]}", "file": "", "line": 0}}
    return json.loads(run.stdout)


def main():
    models_dump, folder, *wanted = sys.argv[1:]
    short = []
    for name, project in PROJECTS.items():
        place = os.path.join(folder, name)
        if (wanted and name not in wanted) or not os.path.isdir(place):
            continue
        answer = read(models_dump, place, project)
        found = len(answer.get("tables", ()))
        if "error" in answer:
            error = answer["error"]
            print(f"{name}: {os.path.relpath(error['file'], place) if error['file'] else '-'}:{error['line']}: {error['message']}")
        else:
            print(f"{name}: {found} tables")
        if found < project["tables"]:
            short.append(name)
    if short:
        sys.exit(f"fewer tables than there are: {', '.join(short)}")


if __name__ == "__main__":
    main()
