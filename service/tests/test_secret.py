"""Secrets are files that change under the running service, in the way of the kubelet."""

from collections.abc import Callable
from pathlib import Path

import pytest

from hello.secret import Secret
from tests.process import Service


class Mount:
    """A secret's volume: its files are links into ..data, itself a link to the directory of one version.

    See AtomicWriter (https://pkg.go.dev/k8s.io/kubernetes/pkg/volume/util).
    """

    def __init__(self, directory: Path) -> None:
        """Mount an empty secret."""
        self.directory = directory
        self.token = directory / "token"
        self._versions = 0
        self.write({})
        self.token.symlink_to("..data/token")

    def write(self, files: dict[str, bytes]) -> None:
        """Put a new version in the place of the old one, all files at once."""
        self._versions += 1
        version = self.directory / f"..version_{self._versions}"
        version.mkdir()
        for name, content in files.items():
            (version / name).write_bytes(content)
        new, data = self.directory / "..data_tmp", self.directory / "..data"
        new.symlink_to(version.name)
        old = data.resolve() if data.is_symlink() else None
        new.rename(data)
        if old:
            for file in old.iterdir():
                file.unlink()
            old.rmdir()


@pytest.fixture
def mount(tmp_path: Path) -> Mount:
    """An empty mounted secret."""
    return Mount(tmp_path)


def test_matches_only_the_version_in_place(mount: Mount) -> None:
    secret = Secret(mount.token)
    assert not secret.matches(b"")
    mount.write({"token": b"one\n"})
    assert secret.matches(b"one")
    assert not secret.matches(b"one\n")
    mount.write({"token": b"two"})
    assert (secret.matches(b"one"), secret.matches(b"two")) == (False, True)
    mount.write({})
    assert (secret.matches(b"two"), secret.matches(b"")) == (False, False)


def test_a_secret_of_bytes_that_are_no_text(mount: Mount) -> None:
    mount.write({"token": b"\xff\x00\xfe"})
    assert Secret(mount.token).matches(b"\xff\x00\xfe")


def test_the_running_service_takes_each_new_version(mount: Mount, start: Callable[..., Service]) -> None:
    service = start(API_TOKEN_FILE=mount.token)

    def status(token: str) -> int:
        return service.get("/settings", Authorization=f"Bearer {token}").status

    assert (service.get("/readyz").status, status("one")) == (503, 401)
    mount.write({"token": b"one\n"})
    assert (service.get("/readyz").status, status("one")) == (200, 200)
    mount.write({"token": b"two\n"})
    assert (service.get("/readyz").status, status("one"), status("two")) == (200, 401, 200)
    mount.write({})
    assert (service.get("/readyz").status, status("two")) == (200, 401)
