"""How fast is it? Synthetic markets of any size, measured beside a naive way in the same run."""
