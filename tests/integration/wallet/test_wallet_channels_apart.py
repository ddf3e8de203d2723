"""What goes out to a payment channel keeps nobody else waiting, and a channel that talks nonsense is not believed."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from uuid import uuid4

import pytest

from deploy.local.names import ROOT
from services.kernel.money import Money
from services.wallet.domain import ChannelDoesNotAnswer
from services.wallet.payments import OrderToPay
from services.wallet.payments.build import channels_of
from services.wallet.payments.settings import AlipaySettings, PaymentSettings, StripeSettings

LATE_S = 1.0
ANSWERS = {
    "nothing": b"",
    "no json": b"<html>Bad Gateway</html>",
    "unsigned": b'{"alipay_trade_query_response":{"code":"10000","trade_status":"TRADE_SUCCESS"}}',
    "signed by nobody": b'{"alipay_trade_query_response":{"code":"10000","trade_status":"TRADE_SUCCESS"},"sign":"AAAA"}',
    "another shape": b"[]",
}


class Strange(ThreadingHTTPServer):
    """Gives every request the same answer, after a while."""

    answer, late_s = b"", 0.0
    asked = 0


class _Answering(BaseHTTPRequestHandler):
    server: Strange

    def do_GET(self) -> None:
        self.server.asked += 1
        time.sleep(self.server.late_s)
        self.send_response(200)
        self.send_header("Content-Length", str(len(self.server.answer)))
        self.end_headers()
        self.wfile.write(self.server.answer)

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def strange() -> Iterator[Strange]:
    server = Strange(("127.0.0.1", 0), _Answering)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def address_of(server: Strange) -> str:
    return f"http://127.0.0.1:{server.server_port}"


def test_others_go_on_while_channels_are_asked(strange, cashier_keys: Path):
    strange.late_s = LATE_S

    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.support.ticking_channels", str(cashier_keys), address_of(strange)],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stderr
    *codes, ticks = done.stdout.splitlines()[-1].split()
    assert codes == ["wallet.channel_does_not_answer"] * 2
    assert strange.asked == 2
    assert int(ticks) > 10  # a hub that stands still has none or one


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
@pytest.mark.parametrize("channel", ["alipay", "stripe"])
def test_an_answer_that_cannot_be_believed_is_none(strange, cashier_folder, channel, answer):
    strange.answer = answer
    app = AlipaySettings(
        "1",
        "2",
        f"{address_of(strange)}/gateway.do",
        (cashier_folder / "app_private_key.pem").read_text(),
        (cashier_folder / "alipay_public_key.pem").read_text(),
    )
    asked = channels_of(PaymentSettings("http://127.0.0.1:1", app, StripeSettings(address_of(strange), "sk_test_x", "whsec_x")))
    order = OrderToPay(uuid4(), Money(1_000_000, "CNY"), "http://127.0.0.1:1", cashier_id="cs_1")

    with pytest.raises(ChannelDoesNotAnswer):
        asked.named(channel).query(order)
