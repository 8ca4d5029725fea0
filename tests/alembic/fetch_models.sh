#!/bin/sh
# Fetch the Python files of public projects, as published on PyPI, into DIR/<project>/: input for models_corpus.py.
# PYTHON names a Python with pip; default: python3.
# Use: fetch_models.sh DIR [PACKAGE==VERSION ...]     (default: the projects below)
set -eu
dir=${1:?usage: fetch_models.sh DIR [PACKAGE==VERSION ...]}
shift
[ $# -gt 0 ] || set -- pycharter==0.0.3 zenml==0.98.0 feast==0.67.0
mkdir -p "$dir"
wheels=$(mktemp -d)
trap 'rm -rf "$wheels"' EXIT
for package in "$@"; do
    rm -f "$wheels"/*
    "${PYTHON:-python3}" -m pip download --quiet --no-deps --only-binary :all: --dest "$wheels" "$package"
    python3 - "$wheels" "$dir" <<'PY'
import glob, os, sys, zipfile
wheels, target = sys.argv[1:]
for wheel in glob.glob(wheels + "/*.whl"):
    folder = os.path.join(target, os.path.basename(wheel).split("-")[0])
    with zipfile.ZipFile(wheel) as z:
        names = [n for n in z.namelist() if n.endswith(".py")]
        z.extractall(folder, names)
        print(f"{folder}: {len(names)} files")
PY
done
