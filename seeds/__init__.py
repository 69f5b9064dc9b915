"""A demo city: what would the lists of a whole city look like? Generated, repeatable, plainly invented."""
