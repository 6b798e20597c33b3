"""Spark Connect as an engine: checked DuckDB text is spelled in Spark SQL by templates, and what has no template is refused."""
