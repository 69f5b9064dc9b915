"""What is found by typing? Search with facets over both lists, saved searches, unmet demand, synonyms."""
