"""What comes before what: the prerequisite graph, learning paths and fringes."""
