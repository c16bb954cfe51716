"""JSON and YAML text -> node values with their locations in the text."""
