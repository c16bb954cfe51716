"""The classes of shapes, errors and operations."""
