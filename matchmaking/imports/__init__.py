"""How does a list come in to stay? Templates out, uploads in, previewed, confirmed, undone."""
