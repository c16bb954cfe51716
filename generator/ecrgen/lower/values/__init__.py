"""The values of members: their types, defaults, literals, and the codecs of simple
values.
"""
