"""How do search, vectors and the graph follow the tables? Derived, in step, and checked against them."""
