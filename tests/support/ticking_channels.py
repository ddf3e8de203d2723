"""Run in a process of its own, under eventlet: does anything else get a turn while payment channels keep us waiting? Prints the ticks.

Arguments: the folder of a stand-in cashier's keys, and the address of a server that answers late.
"""

import eventlet

eventlet.monkey_patch()

import sys  # noqa: E402
from pathlib import Path  # noqa: E402
from uuid import uuid4  # noqa: E402

from deploy.sandbox.keys import APP_ID, SELLER_ID, Keys  # noqa: E402
from services.kernel.money import Money  # noqa: E402
from services.wallet.domain import ChannelDoesNotAnswer  # noqa: E402
from services.wallet.payments import Channel, OrderToPay  # noqa: E402
from services.wallet.payments.build import channels_of  # noqa: E402
from services.wallet.payments.settings import AlipaySettings, PaymentSettings, StripeSettings  # noqa: E402

keys, address = Keys.of(Path(sys.argv[1])), sys.argv[2]
app = AlipaySettings(
    APP_ID, SELLER_ID, f"{address}/gateway.do", keys.app_private_key_file.read_text(), keys.alipay_public_key_file.read_text()
)
channels = channels_of(PaymentSettings("http://127.0.0.1:1", app, StripeSettings(address, keys.stripe_secret_key, "whsec_x")))
order = OrderToPay(uuid4(), Money(1_000_000, "CNY"), "http://127.0.0.1:1", cashier_id="cs_1")
ticks = 0


def tick() -> None:
    global ticks
    while True:
        eventlet.sleep(0.01)
        ticks += 1


def ask(channel: Channel) -> str:
    try:
        channel.query(order)
    except ChannelDoesNotAnswer as silence:
        return silence.code
    return "answered"


eventlet.spawn(tick)
asking = [eventlet.spawn(ask, channels.named(name)) for name in ("alipay", "stripe")]
print(*(one.wait() for one in asking), ticks)
