"""One call of an operation, and the clients that make it."""
