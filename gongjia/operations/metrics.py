"""/metrics in the format of Prometheus: requests by route, and the gauges that the worker has measured."""

import os
from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import REGISTRY, Collector

from gongjia.operations.gauges import current

# The route's name, never the address: an address holds numbers of cases and people.
REQUESTS = Histogram(
    "gongjia_http_request_seconds",
    "Time to answer a request, by route name.",
    ["route", "method", "status"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
MEANING = {
    "open_cases": "Cases that are not closed.",
    "oldest_overdue_case_days": "Days since the oldest missed legal day of an open clock; 0 if none is missed.",
    "outbox_age_seconds": "How long the oldest message that should have gone out has waited.",
    "queue_age_seconds": "How long the oldest job that should have begun has waited.",
    "failed_jobs": "Jobs that failed and were given up.",
    "audit_seal_age_seconds": "Age of the oldest audit row that is not sealed yet.",
    "backup_age_seconds": "Since the last complete backup.",
    "wal_receiver_running": "Whether the write-ahead log is being received (1) or not (0).",
    "wal_unreceived_bytes": "Write-ahead log that the receiver has not confirmed.",
    "gauges_age_seconds": "Since the worker last measured all of this; more than 120 means that it does not run.",
}


class Gauges(Collector):
    def collect(self) -> Iterator[Metric]:
        for name, value in current().items():
            yield GaugeMetricFamily(f"gongjia_{name}", MEANING.get(name, name), value=value)


def observe(route: str, method: str, status: int, seconds: float) -> None:
    REQUESTS.labels(route, method, f"{status // 100}xx").observe(seconds)


def page() -> bytes:
    """Everything of every web process: they share a folder that `gongjia web` names."""
    registry: CollectorRegistry = REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)
    gauges = CollectorRegistry()
    gauges.register(Gauges())
    return generate_latest(registry) + generate_latest(gauges)
