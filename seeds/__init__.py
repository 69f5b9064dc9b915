"""A demo city, generated from a seed number, plainly invented."""
