"""Identity's use cases: one public method a command or question, by chapter."""

from __future__ import annotations

from services.identity.application.api_keys import ApiKeys
from services.identity.application.correspondence import Correspondence
from services.identity.application.operators import Operators
from services.identity.application.registration import Registration
from services.identity.application.sessions import Sessions

__all__ = ["Identity"]


class Identity(Operators, Registration, Sessions, ApiKeys, Correspondence):
    """The room's application: one per process."""

    name = "identity"
