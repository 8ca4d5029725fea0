"""Writes what CPython prints for each snippet beside it: run after changing one. Needs Python 3.11 or newer."""
import pathlib
import subprocess
import sys

folder = pathlib.Path(__file__).parent / "snippets"
for snippet in sorted(folder.glob("*.py")):
    done = subprocess.run([sys.executable, "-P", snippet.name], cwd=folder, capture_output=True, text=True, check=True)
    snippet.with_suffix(".expected").write_text(done.stdout)
