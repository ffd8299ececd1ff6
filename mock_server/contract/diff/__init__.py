"""Compares two OpenAPI 3.1 documents for those who call the API: what changed, where, and what it breaks."""
