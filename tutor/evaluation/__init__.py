"""How good the tutor is: case files, metrics, and one evaluation for each kind of case."""
