"""Tests that share a browser; to pytest, a package is what fixtures of their scope belong to."""
