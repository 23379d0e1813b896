"""The log of learners in a database."""
