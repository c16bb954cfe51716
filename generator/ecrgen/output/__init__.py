"""The disk: owned files and their manifest, atomic replacement, drift."""
