"""Teaching: retrieval, the local language model, dialogue and the turn. Importing it loads no heavy package."""
