"""Source text -> documents with segments, and back. Knows nothing of catalogues, and opens no files."""
