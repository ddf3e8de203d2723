"""Traces: where the time of a call went, across rooms. Off, and then next to free, unless a collector is named.

with traced("wallet.allocate", account_id=account_id): ...

@traced("billing.close_day")
def close_day(...): ...
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from services.kernel.errors import Refusal

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import SpanExporter
    from opentelemetry.trace import Tracer

P = ParamSpec("P")
R = TypeVar("R")
_tracer: Tracer | None = None
_provider: TracerProvider | None = None


class traced:
    """A span with this name around a block or a function. A refusal is an answer, not an error of the span."""

    __slots__ = ("_attributes", "_name", "_span")

    def __init__(self, name: str, **attributes: object) -> None:
        self._name = name
        self._attributes = attributes
        self._span: Any = None

    def __enter__(self) -> None:
        if _tracer is not None:
            attributes = {key: str(value) for key, value in self._attributes.items()}
            self._span = _tracer.start_as_current_span(
                self._name, attributes=attributes, record_exception=False, set_status_on_exception=False
            )
            self._span.__enter__()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._span is not None:
            if error is not None:
                _note(error)
            self._span.__exit__(kind, error, trace)

    def __call__(self, function: Callable[P, R]) -> Callable[P, R]:
        name, attributes = self._name, self._attributes

        @functools.wraps(function)
        def _in_a_span(*args: P.args, **kwargs: P.kwargs) -> R:
            if _tracer is None:
                return function(*args, **kwargs)
            with traced(name, **attributes):
                return function(*args, **kwargs)

        return _in_a_span


def configure_traces(endpoint: str | None, *, process: str = "", environment: str = "", exporter: SpanExporter | None = None) -> None:
    """Send spans to the collector at `endpoint` (OTLP over HTTP, e.g. http://collector:4318), or nowhere when it is None."""
    global _tracer, _provider
    stop_traces()
    if endpoint is None and exporter is None:
        return
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    resource = Resource.create({"service.name": process, "deployment.environment.name": environment})
    _provider = TracerProvider(resource=resource)
    sender = exporter or OTLPSpanExporter(endpoint=f"{str(endpoint).rstrip('/')}/v1/traces")
    _provider.add_span_processor(BatchSpanProcessor(sender))
    _tracer = _provider.get_tracer("billing-center")


def stop_traces() -> None:
    """Send what is left and stop."""
    global _tracer, _provider
    provider, _tracer, _provider = _provider, None, None
    if provider is not None:
        provider.shutdown()


def inject_trace(headers: MutableMapping[str, Any]) -> None:
    """Add `traceparent` to the headers of a call to another room, when there is a trace to continue."""
    if _tracer is not None:
        from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

        TraceContextTextMapPropagator().inject(headers)


@contextmanager
def continued_from(headers: Mapping[str, Any]) -> Iterator[None]:
    """Within it, spans belong to the trace named by the headers' `traceparent`; without one, or with nonsense, to a new trace."""
    if _tracer is None or not isinstance(headers.get("traceparent"), str):
        yield
        return
    from opentelemetry import context
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    before = context.attach(TraceContextTextMapPropagator().extract(headers))
    try:
        yield
    finally:
        context.detach(before)


def _note(error: BaseException) -> None:
    from opentelemetry.trace import StatusCode, get_current_span

    span = get_current_span()
    if isinstance(error, Refusal):
        span.set_attribute("bc.refusal", error.code)
        return
    span.record_exception(error)
    span.set_status(StatusCode.ERROR, type(error).__name__)
