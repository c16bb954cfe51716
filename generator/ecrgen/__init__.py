"""ecrgen: a compiler from service models to typed, self-contained Python clients."""

__version__ = "0.1.0"
