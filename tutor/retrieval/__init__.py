"""Finding the passages that answer a question: four channels, fused, then widened along the graph."""
