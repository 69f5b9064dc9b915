"""Who is asking, and what may they do? Accounts, sign-in, keys, and the one table of role × action."""
