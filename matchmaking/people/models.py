"""Which tables hold who may come in? Accounts, sign-ins, keys, failed tries, remembered answers."""
