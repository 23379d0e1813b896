"""Items: written on the pages, made from the graph, computed afresh; asked, hinted at and graded."""
