"""A benchmark of recurrence that others can run: the field's lessons, judged pairs, baselines."""
