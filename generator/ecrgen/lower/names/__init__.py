"""What everything is called in Python, and in which module it is defined."""
