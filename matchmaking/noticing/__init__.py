"""What the use of the platform tells about the thesaurus: gathered, and put before the operator."""
