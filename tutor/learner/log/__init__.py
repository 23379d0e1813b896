"""The log of learners, and the database that it shares with what else is kept of them."""
