"""The safety audit of finished modules. `module.audit` is the way in: it knows which module is checked by what."""

from .module import audit
from .types import UnsafeError

__all__ = ["UnsafeError", "audit"]
