#!/usr/bin/env python3
"""Run a test script in the Python that has Alembic: with_alembic.py SCRIPT ARGUMENT…

The interpreter is the one that PYCHARTER_TEST_PYTHON names. Without it the test fails: a differential test that
has nothing to compare with has not passed.
"""
import os
import sys

python = os.environ.get("PYCHARTER_TEST_PYTHON")
if not python:
    sys.exit("PYCHARTER_TEST_PYTHON is not set: it names a Python with alembic==1.20.1; tools/test.sh makes one")
os.execv(python, [python, *sys.argv[1:]])
