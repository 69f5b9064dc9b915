"""Our own Chinese analysis, done before any engine sees a text."""
