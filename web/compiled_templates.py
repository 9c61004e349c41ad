"""Templates as they were compiled last, kept beside them as Python keeps its modules.

To compile the templates of one page takes up to half a second, which the first visitor of each process would wait for.
What is kept is only used for the very text of a template, this version of Jinja and the environment as it is set up.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path
from pickle import UnpicklingError

import jinja2
from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket


class CompiledTemplates(FileSystemBytecodeCache):
    """Compiled templates in a folder; where nothing can be written or read there, templates are compiled anew."""

    def __init__(self, folder: Path, set_up_by: Path) -> None:
        """`set_up_by` is the file that sets up the environment: another text of it stands for another set of rules."""
        with suppress(OSError):
            folder.mkdir(exist_ok=True)
        rules = hashlib.sha256(set_up_by.read_bytes() + jinja2.__version__.encode()).hexdigest()[:16]
        super().__init__(str(folder), f"template-{rules}-%s.cache")

    def load_bytecode(self, bucket: Bucket) -> None:
        """Read what is kept of a template, if anything is."""
        try:
            super().load_bytecode(bucket)
        except (OSError, EOFError, ValueError, TypeError, UnpicklingError):  # damaged, or not to be read
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a compiled template."""
        with suppress(OSError):
            super().dump_bytecode(bucket)
