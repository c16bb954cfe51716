"""Where credentials come from, and keeping them fresh."""
