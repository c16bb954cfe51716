"""What compiled endpoint rules work with."""
