"""The domain: lists in, candidates recalled, rules, signals, reasons. Knows no HTTP and no engine library."""
