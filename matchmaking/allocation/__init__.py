"""All open needs at once: who is proposed to whom, who carries what, and who is seen how often."""
