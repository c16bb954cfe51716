"""Settings from the environment and the shared config and credentials files."""
