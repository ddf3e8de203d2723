"""One room's process: read the settings, build its application, serve its calls; stop in order on SIGTERM.

A room offers in `services.<room>.service` one class with a `name`, and `build(settings)`, which makes the application of the process;
what the application lists as its `background` (followers, bells) starts and stops with a class that declares `background()`.
"""

import gc
import importlib
import inspect
import signal
from types import ModuleType
from typing import Any, Final

import eventlet  # type: ignore[import-untyped]
from nameko.constants import AMQP_URI_CONFIG_KEY, MAX_WORKERS_CONFIG_KEY, SERIALIZER_CONFIG_KEY  # type: ignore[import-untyped]
from nameko.containers import ServiceContainer  # type: ignore[import-untyped]

from services.kernel import telemetry
from services.kernel.config import Settings
from services.kernel.rpc import APPLICATION, BACKGROUND, REMOTE, VERIFIER, Remote, Signer, Verifier

MAX_WORKERS: Final = 100  # Nameko's ten would cap the group commit
STOP_WITHIN_S: Final = 15.0
_LOOK_EVERY_S: Final = 0.2

log = telemetry.get_logger()


def run(room: str) -> None:
    """Serve `room` until SIGTERM or SIGINT."""
    told: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, _: told.append(number))
    settings = Settings.from_environment(room)
    telemetry.start(settings)
    log.info("starting", settings=settings.printable())
    container = container_of(importlib.import_module(f"services.{room}.service"), settings)
    container.start()
    gc.freeze()  # what lives from here to the end: walking through it stopped every call for 55 to 95 ms
    log.info("ready")
    if database := getattr(container.config[APPLICATION], "database", None):
        eventlet.spawn(database.warm)
    serve(container, told)


def container_of(module: ModuleType, settings: Settings) -> ServiceContainer:
    """Nameko's container for the module's service class, with what the kernel's extensions look for in its configuration."""
    application = module.build(settings)
    return ServiceContainer(
        service_class_of(module),
        config={
            AMQP_URI_CONFIG_KEY: settings.amqp_url,
            MAX_WORKERS_CONFIG_KEY: MAX_WORKERS,
            SERIALIZER_CONFIG_KEY: "json",
            APPLICATION: application,
            BACKGROUND: getattr(application, "background", ()),
            REMOTE: Remote(settings.amqp_url, Signer(settings.process, settings.signing_key)),
            VERIFIER: Verifier(settings.trusted_keys),
        },
    )


def service_class_of(module: ModuleType) -> type[Any]:
    """The one class of the module that has a `name`."""
    (found,) = [
        member
        for _, member in inspect.getmembers(module, inspect.isclass)
        if member.__module__ == module.__name__ and isinstance(vars(member).get("name"), str)
    ]
    return found


def serve(container: ServiceContainer, told: list[int]) -> None:
    """Serve until a signal came or the container died of a fault, which is raised.

    A signal handler may use nothing of eventlet, and its hub may sleep through a signal: so somebody looks, often enough.
    """
    ended = eventlet.spawn(container.wait)
    while not told and not ended.dead:
        eventlet.sleep(_LOOK_EVERY_S)
    if ended.dead:
        ended.wait()
    log.info("stopping")
    with eventlet.Timeout(STOP_WITHIN_S, False):
        container.stop()
        log.info("stopped")
        return
    log.warning("stopped_late", waited_s=STOP_WITHIN_S)
