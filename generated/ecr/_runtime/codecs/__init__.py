"""Text and bytes of bodies, and what the protocols do alike for every operation."""
