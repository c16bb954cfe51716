"""The parser of the Smithy IDL: tokens, then values, traits and shapes, then the statements of a file."""
