"""Language models: one in this process, one behind a server, one scripted for tests of faults."""
