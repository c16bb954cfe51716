"""Diagnostics: severity, stable code, location, shape and hint; shown together."""
