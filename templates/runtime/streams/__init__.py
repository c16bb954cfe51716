"""Streaming blobs, event streams, checksums and compression of bodies."""
