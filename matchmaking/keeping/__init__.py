"""How is all that people entrusted to us kept for the day the machine is gone? Backup and restore."""
