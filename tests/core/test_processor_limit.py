"""Work of our own code is given up where it takes too long, by processor time and not by the clock."""

from __future__ import annotations

from collections import deque
from itertools import repeat

import pytest

from kb.core import processor_limit as limit


class Processor:
    """Processor time that a test spends."""

    def __init__(self) -> None:
        self.spent = 0.0

    def work(self, seconds: float) -> None:
        self.spent += seconds


@pytest.fixture
def processor(monkeypatch: pytest.MonkeyPatch) -> Processor:
    made = Processor()
    monkeypatch.setattr("kb.core.processor_limit.time.thread_time", lambda: made.spent)
    return made


def test_work_without_a_limit_goes_on(processor: Processor) -> None:
    for _ in limit.within_limit(range(10)):
        processor.work(1000)
    assert processor.spent == 10_000


def test_work_is_given_up_at_its_limit_and_the_next_has_its_own(processor: Processor) -> None:
    for _ in range(2):
        begun = processor.spent
        with limit.processor_limit(5), pytest.raises(limit.OutOfTime):
            deque(map(processor.work, limit.within_limit(repeat(1))))
        assert processor.spent - begun == 6
    assert list(limit.within_limit(range(3))) == [0, 1, 2]
