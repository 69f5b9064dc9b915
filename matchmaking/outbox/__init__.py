"""What changed, in which order? Written with the change itself; read by the indexer and the change feed."""
