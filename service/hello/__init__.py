"""The FastAPI Hello World service, run as ``python -m hello``."""

__version__ = "0.1.0"
