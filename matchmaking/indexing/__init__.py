"""How is what can be found kept equal to the tables? One indexer applies the outbox; everything can be rebuilt."""
