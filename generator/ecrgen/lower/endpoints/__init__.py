"""The endpoint rule set as straight-line code, and what an operation's input says about
the endpoint.
"""
