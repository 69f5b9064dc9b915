"""The chain as a graph: plain values in, plain values out."""
