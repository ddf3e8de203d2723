"""How the Billing Center is started: its processes, and the embedded default for one machine."""
