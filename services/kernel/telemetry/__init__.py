"""Telemetry: what a process says about itself. Logs are always on; figures and traces when the settings name a port and a collector."""

from services.kernel.config import Settings
from services.kernel.telemetry.logs import bound, configure_logs, get_logger, redacted
from services.kernel.telemetry.metrics import MetricsServer, counter, gauge, histogram, serve_metrics
from services.kernel.telemetry.traces import configure_traces, continued_from, inject_trace, stop_traces, traced

__all__ = [
    "MetricsServer",
    "bound",
    "configure_logs",
    "configure_traces",
    "continued_from",
    "counter",
    "gauge",
    "get_logger",
    "histogram",
    "inject_trace",
    "redacted",
    "serve_metrics",
    "start",
    "stop_traces",
    "traced",
]


def start(settings: Settings) -> MetricsServer | None:
    """Begin to log, to count and to trace as the settings say; once, at the start of a process, after eventlet has patched."""
    configure_logs(settings.log_level, process=settings.process)
    configure_traces(settings.otlp_endpoint, process=settings.process, environment=settings.environment)
    if settings.metrics_port is None:
        return None
    return serve_metrics(settings.metrics_port, host=settings.http_host)
