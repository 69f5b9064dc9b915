"""The edge: page, JSON, command line."""
