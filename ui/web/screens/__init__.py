"""Every screen but the chat."""
