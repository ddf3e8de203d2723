"""`python -m gateway`: serve HTTP until told to stop (SIGTERM, SIGINT)."""

import eventlet

eventlet.monkey_patch()  # before anything that opens a socket is imported

import gc  # noqa: E402
import signal  # noqa: E402
import socket  # noqa: E402
import sys  # noqa: E402
from typing import Any  # noqa: E402

from nameko.containers import ServiceContainer  # noqa: E402

from gateway.app import create_app  # noqa: E402
from gateway.intake import BrokerPublisher  # noqa: E402
from gateway.service import APP, GatewayService  # noqa: E402
from services.kernel import telemetry  # noqa: E402
from services.kernel.config import ConfigurationIsInvalid, Settings  # noqa: E402
from services.kernel.rpc import Remote, Signer  # noqa: E402

MAX_WORKERS = 100
STOP_WITHIN_S = 15.0
LOOK_EVERY_S = 0.2

log = telemetry.get_logger("gateway")


def main() -> int:
    """The exit status: 0 after a stop that was asked for, 1 when the start is impossible."""
    try:
        settings = Settings.from_environment("gateway")
        require_free_port(settings.http_host, settings.http_port)
    except (ConfigurationIsInvalid, OSError) as reason:
        print(f"gateway: {reason}", file=sys.stderr)
        return 1
    serve(settings)
    return 0


def require_free_port(host: str, port: int) -> None:
    """Raises OSError when somebody listens there: said before anything else has been started."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as reason:
            raise OSError(f"{host}:{port} cannot be listened on: {reason.strerror}") from None


def serve(settings: Settings) -> None:
    """Serve until a signal says stop; requests in flight are finished, for a while."""
    told: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, _: told.append(number))
    telemetry.start(settings)
    remote, intake = Remote(settings.amqp_url, Signer("gateway", settings.signing_key)), BrokerPublisher(settings.amqp_url)
    app = create_app(remote=remote, intake=intake, clock=settings.clock(), trusted_proxies=settings.trusted_proxies)
    container = ServiceContainer(GatewayService, configuration(settings, app))
    container.start()
    gc.freeze()  # what lives from here to the end: walking through it stopped every request for 55 to 95 ms, every second or two
    log.info("listening", address=f"http://{settings.http_host}:{settings.http_port}")
    serve_until(told, container)
    intake.close()
    remote.close()
    telemetry.stop_traces()


def serve_until(told: list[int], container: ServiceContainer) -> None:
    """Wait for a signal, or for the container to die of a fault, which is raised; then stop.

    Hazard: a signal handler may use nothing of eventlet, whose hub may sleep through a signal; so somebody looks, often enough.
    """
    ended = eventlet.spawn(container.wait)
    while not told and not ended.dead:
        eventlet.sleep(LOOK_EVERY_S)
    if ended.dead:
        ended.wait()
    with eventlet.Timeout(STOP_WITHIN_S, False):
        container.stop()
        log.info("stopped")


def configuration(settings: Settings, app: Any) -> dict[str, Any]:
    """What Nameko's container is told."""
    return {
        APP: app,
        "AMQP_URI": settings.amqp_url,
        "WEB_SERVER_ADDRESS": f"{settings.http_host}:{settings.http_port}",
        "max_workers": MAX_WORKERS,
    }


if __name__ == "__main__":
    sys.exit(main())
