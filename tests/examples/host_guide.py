"""The program in docs/host-guide.md is docs/examples/embed.cpp, and gives the complete schema.

host_guide.py PROGRAM DOCS
"""
import pathlib
import subprocess
import sys

program, docs = sys.argv[1], pathlib.Path(sys.argv[2])
shown = (docs / "host-guide.md").read_text().split("```cpp\n", 1)[1].split("```", 1)[0]
assert shown == (docs / "examples" / "embed.cpp").read_text(), "docs/host-guide.md shows another program"

run = subprocess.run([program, "memory://"], capture_output=True, text=True)
assert run.returncode == 0, run.stderr
assert run.stdout == (
    '{"properties": {"age": {"type": "integer", "coercion": "coerce_to_integer"}}, "version": "1.0.0"}\n'
), run.stdout

run = subprocess.run([program, "nobody://user:secret@host"], capture_output=True, text=True)
assert run.returncode == 1, run
assert run.stderr.startswith("plugin: ") and "nobody" in run.stderr and "secret" not in run.stderr, run.stderr
