"""How lists last: tables, transactions, and every record given back as it came."""
