"""Which firm is it, and what do we know of it? 一户一档: one file a firm, recognised whoever writes it."""
