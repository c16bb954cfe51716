"""Wire forms: how structures and unions are written to and read from trees, forms and
XML.
"""
