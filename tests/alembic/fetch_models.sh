#!/bin/sh
# Fetch the Python files of public projects, as published on PyPI, into DIR/<project>/: input for models_corpus.py, whose
# table says which packages and versions a project is. PYTHON names a Python with pip; default: python3.
# Use: fetch_models.sh DIR [PROJECT ...]     (default: all of the table)
set -eu
dir=${1:?usage: fetch_models.sh DIR [PROJECT ...]}
shift
python=${PYTHON:-python3}
table=$(dirname "$0")/models_corpus.py
mkdir -p "$dir"
wheels=$(mktemp -d)
trap 'rm -rf "$wheels"' EXIT
"$python" "$table" --packages "$@" > "$wheels/packages"
while read -r project package; do
    rm -f "$wheels"/*.whl
    "$python" -m pip download --quiet --disable-pip-version-check --no-deps --only-binary :all: --dest "$wheels" "$package"
    "$python" - "$wheels" "$dir/$project" <<'PY'
import glob, sys, zipfile
wheels, folder = sys.argv[1:]
for wheel in glob.glob(wheels + "/*.whl"):
    with zipfile.ZipFile(wheel) as z:
        names = [n for n in z.namelist() if n.endswith(".py")]
        z.extractall(folder, names)
        print(f"{folder}: {len(names)} files")
PY
done < "$wheels/packages"
