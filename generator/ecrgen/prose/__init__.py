"""Documentation text (HTML, CommonMark) -> docstrings.

Knows neither lowering nor templates.
"""
