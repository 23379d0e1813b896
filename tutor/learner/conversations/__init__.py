"""Conversations, kept so that they survive a reload and a restart."""
