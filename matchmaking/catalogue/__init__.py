"""What is asked for and what is offered, published and kept: needs, supplies, products, review."""
