"""A set of rules by name: a folder, or a git revision of the folder rules/ here."""

from __future__ import annotations

import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import UsageError

FOLDER = "rules"


@contextmanager
def rules_at(name: str) -> Iterator[Path]:
    """The folder `name`, or a copy of rules/ as it was at git revision `name`; the copy is gone after the block.

    Raises UsageError if it is neither.
    """
    if Path(name).is_dir():
        yield Path(name)
        return
    done = subprocess.run(["git", "archive", "--end-of-options", name, FOLDER], capture_output=True, check=False)
    if done.returncode:
        says = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise UsageError(
            f"neither a folder nor a revision of {FOLDER}/ ({says[-1] if says else 'git failed'})",
            where=name,
            remedy=f"give a folder with *.yaml files, or call from the folder that holds {FOLDER}/ under git",
        )
    with tempfile.TemporaryDirectory(prefix="hoinghi-") as folder:
        with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
            archive.extractall(folder, filter="data")
        yield Path(folder) / FOLDER
