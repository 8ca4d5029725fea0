"""pycharter-admin, which PYCHARTER_ADMIN names, run to its end."""
import json
import os
import subprocess


def admin(*words, text=None):
    """Its exit code, and what it wrote."""
    run = subprocess.run([os.environ["PYCHARTER_ADMIN"], *words], input=text, capture_output=True, text=True)
    return run.returncode, run.stdout, run.stderr


def expect(words, code, *texts, text=None):
    """That exit code, and the texts in what it wrote, which is returned."""
    returned, out, error = admin(*words, text=text)
    assert returned == code, (words, returned, out, error)
    for one in texts:
        assert one in out + error, (words, one, out, error)
    return out + error


def expect_commands_without_sql(url, backend):
    """What the db commands say of a database that is initialised and keeps no revisions."""
    expect(["db", "current", url], 0, "Schema initialized: True", f"{backend} backend keeps no revisions")
    assert json.loads(admin("--format", "json", "db", "current", url)[1])["initialized"] is True
    expect(["db", "upgrade", url], 0, "Nothing to apply")
    expect(["db", "upgrade", "--dry-run", url], 0, "Nothing to apply")
    expect(["db", "wait", url], 0, "Database answers.")
