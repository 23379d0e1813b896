"""The chat: a question, its answer as it grows, and conversations that are kept."""
