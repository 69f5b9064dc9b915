"""Is anything lost or doubled when the machine dies at the worst moment? Tried out on a scratch folder."""
