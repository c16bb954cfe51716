"""The clients, paginators and waiters."""
