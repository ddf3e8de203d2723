"""What the audit tells the other rooms: nothing. Its examinations are for people, and stand in its own book."""

from __future__ import annotations

from typing import Final

from services.kernel.follower import Published

PUBLISHED: Final = Published("audit", {})
