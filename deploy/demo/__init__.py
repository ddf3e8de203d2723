"""The demo: the main job on real input, from an empty folder to an audited, provable bill, played over HTTP by the generated client.

Promises:  whatever it says happened was asked for and compared; it ends with 0 only if every claim held.
Never:     reaches into a room. Two things go past the gateway, both on purpose: the operator's one-time link and the audit are commands
           on this machine, and one row is altered as the database's superuser, to show that the audit notices.
"""

import sys

from deploy.local.names import ROOT

_CLIENT = str(ROOT / "gateway" / "client")
if _CLIENT not in sys.path:
    sys.path.insert(0, _CLIENT)  # the generated client, which one installs elsewhere
