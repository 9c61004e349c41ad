"""How long reading PDFs takes beside a bare loop of pypdf: `python benchmarks/reading_speed.py [FOLDER]`.

Both go over the same pages in one process on one core, turn and turn about, so that a busy machine slows both alike.
"""

from __future__ import annotations

import io
import logging
import resource
import sys
import time
from pathlib import Path

from pypdf import PdfReader

from ingest.readers import read

LETTERS = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "letters"


def read_with_extract_text(data: bytes) -> int:
    """Read every page with extract_text and nothing else."""
    return sum(len(page.extract_text()) for page in PdfReader(io.BytesIO(data)).pages)


def main() -> int:
    """Print milliseconds a page, their ratio and the peak memory; exit 0, or 2 where there is nothing to read."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else LETTERS
    files = sorted(folder.glob("*.pdf"))
    if not files:
        print(f"no PDFs in {folder}")
        return 2
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    ours = theirs = 0.0
    pages = 0
    for path in files:
        data = path.read_bytes()
        begun = time.process_time()
        pages += len(read(data, path.name).pages)
        between = time.process_time()
        read_with_extract_text(data)
        ours += between - begun
        theirs += time.process_time() - between
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(files)} files, {pages} pages, peak {peak:.0f} MB")
    print(f"to Document {1000 * ours / pages:.1f} ms a page, extract_text {1000 * theirs / pages:.1f} ms a page")
    print(f"ratio {ours / theirs:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
