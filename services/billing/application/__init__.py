"""The room's use cases: one public method a command or a question."""

from services.billing.application.use_cases import Billing

__all__ = ["Billing"]
