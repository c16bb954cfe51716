"""Diagnostics: severity, stable code, place in the source, shape, hint; collected, then shown together."""
