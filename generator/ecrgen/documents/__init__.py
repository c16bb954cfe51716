"""JSON and YAML text -> node values, each with its place in the text."""
