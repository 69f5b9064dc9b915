"""What if two files are one firm's? Put together, with all that hangs on them, and taken apart again."""
