"""The code that becomes LibreOffice: it gives up what a conversion does not need, then starts it in its place."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_LARGEST = 300 * 1024 * 1024  # bytes of a file that it may write
_MEMORY = 4 * 1024 * 1024 * 1024  # of address space


def main() -> None:
    """Confine this process and become the program named in the arguments."""
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))
    from ingest.sandbox.child import isolate

    seconds, (program, home, target, given) = int(sys.argv[1]), sys.argv[2:6]
    isolate()
    try:
        import resource
    except ImportError:  # Windows: only the time is limited
        pass
    else:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (_LARGEST, _LARGEST))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 2))
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    os.execv(  # noqa: S606  # no shell: fixed arguments, and a path that the system's own PATH gave
        program,
        [
            program,
            "--headless",
            "--norestore",
            "--nolockcheck",
            "--nodefault",
            f"-env:UserInstallation={Path(home, 'profile').as_uri()}",
            "--convert-to",
            target,
            "--outdir",
            home,
            given,
        ],
    )


if __name__ == "__main__":
    main()
