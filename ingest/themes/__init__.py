"""Themes of a finding: cue matches, score, polarity, subjects and the reasons."""
