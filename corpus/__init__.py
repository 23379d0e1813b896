"""What there is to know: concept pages, the catalogue of concepts, and loaders for source documents."""
