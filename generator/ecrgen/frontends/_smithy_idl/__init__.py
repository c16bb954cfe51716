"""The parser of the Smithy IDL: tokens, values, traits, shapes, statements."""
