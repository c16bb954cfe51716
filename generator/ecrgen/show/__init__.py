"""`ecrgen show`: what a model, an operation or a shape becomes in Python."""
