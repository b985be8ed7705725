"""Reading what ``/metrics`` says."""

from typing import Any

from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.samples import Sample

_parse: Any = text_string_to_metric_families  # comes without types


def samples(text: str) -> list[Sample]:
    """Parse an exposition."""
    return [sample for family in _parse(text) for sample in family.samples]
