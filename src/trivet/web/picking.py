"""What a name typed in a form means; the kernel reads files by the same rule."""

from trivet.core.picking import Unclear, pick

__all__ = ["Unclear", "pick"]
