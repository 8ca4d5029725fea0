"""Published revisions render as under Alembic: alembic_diff.py over the folder that PYCHARTER_TEST_CORPUS names.

    published.py SHARE

tools/test.sh fetches one project for it; the soak run counts more of them. What differs is listed, with the lines.
"""
import os
import pathlib
import subprocess
import sys
import tempfile

corpus, admin = os.environ.get("PYCHARTER_TEST_CORPUS"), os.environ.get("PYCHARTER_ADMIN")
if not corpus or not any(pathlib.Path(corpus).rglob("*.py")):
    sys.exit("PYCHARTER_TEST_CORPUS names no folder of revision files; tests/alembic/fetch_corpus.sh DIR mlflow==3.18.0 fetches one")
with tempfile.TemporaryDirectory() as report:
    done = subprocess.run([sys.executable, "-W", "ignore", str(pathlib.Path(__file__).with_name("alembic_diff.py")), "--admin", admin,
                           "--corpus", corpus, "--report", report, "--at-least", sys.argv[1]])
    for path in sorted(pathlib.Path(report).iterdir()):
        print(path.name, path.read_text(), sep="\n")
sys.exit(done.returncode)
