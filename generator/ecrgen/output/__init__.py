"""Generated packages on disk: owned files, manifest, atomic replacement, drift."""
