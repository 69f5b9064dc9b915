"""Who fits whom, and why: one pipeline for every kind of match."""
