"""What a learner knows, what they want, and what to do next: all of it worked out from an append-only log."""
