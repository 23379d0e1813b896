"""Loaders that read source documents into records, one small pure module per shape of document.

Each shape is a module with the same three names, described by `corpus.documents.Format`: `EXPECTED`, one line that
says what the shape looks like; `matches`, a strict sniff; `load`, which reads the records or names every faulty line.
"""
