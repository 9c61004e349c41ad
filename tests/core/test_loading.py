"""Tests of loading without looking for garbage."""

import gc
import subprocess
import sys

import pytest

from kb.core.loading import loading


def test_no_garbage_is_looked_for_while_loading_and_again_after() -> None:
    with loading():
        assert not gc.isenabled()
        with loading():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()


def test_garbage_is_looked_for_again_after_a_failure() -> None:
    with pytest.raises(RuntimeError), loading():
        raise RuntimeError
    assert gc.isenabled()


def test_the_command_line_itself_loads_next_to_nothing() -> None:
    program = "import sys, kb.cli; print('kb.app.library' in sys.modules or 'typer' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"
