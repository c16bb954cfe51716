"""HTTP through urllib3 and aiohttp."""
