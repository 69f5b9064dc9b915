"""Text in, ranked hits out: plain values both ways. Knows no firm and no database."""
