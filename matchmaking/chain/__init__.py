"""The whole market as one graph: how firms hang together, what nobody offers."""
