"""Annotation of real news: a source form that a reader writes, standoff offsets that the repository keeps."""
