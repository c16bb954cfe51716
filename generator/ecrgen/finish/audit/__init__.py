"""The safety audit of finished modules. `module.audit` is the way in."""

from .module import audit
from .names import UnsafeError

__all__ = ["UnsafeError", "audit"]
