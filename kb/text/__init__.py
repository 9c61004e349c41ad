"""The text kit: words, stems, cues, sentences, dates, formatting, citations and masking, known to every craft."""
