"""What every operation of the package shares: values of HTTP, errors, codecs. Standard
library only.
"""
