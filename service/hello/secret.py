"""Secrets, which are mounted files."""

import hmac
from pathlib import Path


class Secret:
    """A secret in a file, read anew at each use.

    The kubelet swaps a symbolic link when the secret changes (https://kubernetes.io/docs/concepts/storage/volumes/#secret),
    so what is read is always one whole version of it, and a token that was revoked is refused from the next request on.
    The file is in memory: reading it costs microseconds, and a cache would only add a way to be wrong.
    """

    def __init__(self, path: Path) -> None:
        """Name the file; it may come later."""
        self.path = path

    def value(self) -> bytes:
        """Return the secret without surrounding white space; empty when there is none."""
        try:
            return self.path.read_bytes().strip()
        except OSError:
            return b""

    def matches(self, candidate: bytes) -> bool:
        """Tell whether the candidate is the secret, in a time that does not say how much of it is right."""
        value = self.value()
        return bool(value) and hmac.compare_digest(candidate, value)
