"""Translation memory: what has been translated before, and what resembles it. Opens no files."""
