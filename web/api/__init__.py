"""The same services for programs: JSON in, JSON out, RFC 9457 when something is wrong."""
