"""Two engines behind one protocol: Tantivy embedded, Meilisearch server."""
