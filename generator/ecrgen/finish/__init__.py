"""Generated text -> bytes: the style of black, the safety audit, `compile()`."""
