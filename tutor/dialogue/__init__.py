"""One turn, step by step: understand, decide, explain, check, suggest."""
