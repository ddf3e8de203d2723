"""What a service class is handed by Nameko: the process's application, and the other rooms.

Both are found when the container starts, so that a mistake stops the start; handing them to a worker cannot fail
(an exception there would kill the room for everyone).
"""

from __future__ import annotations

from typing import Any, Final

from nameko.extensions import DependencyProvider  # type: ignore[import-untyped]

APPLICATION: Final = "bc.application"
REMOTE: Final = "bc.remote"
BACKGROUND: Final = "bc.background"


class _FromConfig(DependencyProvider):  # type: ignore[misc]  # Nameko is untyped
    """Hands out one object of the container's configuration."""

    found: Any = None

    def get_dependency(self, worker_ctx: Any) -> Any:
        return self.found


class _Provided(_FromConfig):
    def __init__(self, name: str) -> None:
        self.name = name

    def setup(self) -> None:
        application = self.container.config[APPLICATION]
        if isinstance(application, dict):
            self.found = application[self.name]
        else:
            self.found = getattr(application, self.name, application)


class _Remote(_FromConfig):
    def setup(self) -> None:
        self.found = self.container.config[REMOTE]


class _Background(_FromConfig):
    """Starts what runs beside the methods once the room is served, and stops it with the room."""

    def setup(self) -> None:
        self.found = tuple(self.container.config[BACKGROUND])

    def start(self) -> None:
        for runner in self.found:
            runner.start()

    def stop(self) -> None:
        for runner in reversed(self.found):
            runner.stop()


def provided(name: str) -> Any:
    """What the process's application holds under `name` (a key or an attribute); the application itself, if it holds no such thing."""
    return _Provided(name)


def remote() -> Any:
    """The process's `Remote`."""
    return _Remote()


def background() -> Any:
    """What runs beside the methods (followers, bells): each has `start()` and `stop()`, neither of which blocks for long."""
    return _Background()
