"""The service as its pod runs it, as far as a machine without a kubelet can."""

import json
import os
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.process import INTERPRETER, SOURCE, Service, popen

PRIVILEGE = [] if os.geteuid() == 0 else ["sudo", "--non-interactive"]

# A root that holds the interpreter, the service and what the pod mounts, all of it read-only but the scratch space. The
# shell becomes the service, so its process id is the service's.
_SANDBOX = """
mount -t tmpfs -o mode=755 root "$root"
mkdir -p "$root/app/hello" "$root/proc" "$root/etc"
mount --rbind /proc "$root/proc"
bind() { mkdir -p "$root$2"; mount --bind "$1" "$root$2"; mount -o remount,bind,ro "$root$2"; }
scratch() { mkdir -p "$root$1"; mount -t tmpfs -o "mode=1777,size=$2" scratch "$root$1"; }
secret() {
    mkdir -p "$root$1"
    printf '%s' "$2" >"$root$1/token"
    chgrp -R "$group" "$root$1"
    chmod "$3" "$root$1/token"
}
__MOUNTS__
bind "$source/hello" /app/hello
mount -o remount,ro "$root"
echo "$$" >"$pid_file"
exec chroot "$root" setpriv --reuid="$user" --regid="$group" --groups="$group" \
    --inh-caps=-all --ambient-caps=-all --bounding-set=-all --no-new-privs \
    env --ignore-environment --chdir=/app "$@"
"""


def entrypoint() -> list[str]:
    """Return the command of the image, with the interpreter that runs this in the place of the image's."""
    match = re.search(r"^ENTRYPOINT (\[.*\])$", (SOURCE / "Dockerfile").read_text(), re.MULTILINE)
    assert match, "service/Dockerfile has no ENTRYPOINT in its exec form"
    return [sys.executable, *json.loads(match[1])[1:]]


def quantity(text: str) -> int:
    """Return a Kubernetes quantity of bytes."""
    match = re.fullmatch(r"(\d+)(Ki|Mi|Gi)?", text)
    assert match, text
    return int(match[1]) * {None: 1, "Ki": 2**10, "Mi": 2**20, "Gi": 2**30}[match[2]]


@dataclass(frozen=True)
class Pod:
    """The pod of a rendered Deployment, and the objects beside it."""

    deployment: Path

    def object(self, kind: str) -> dict[str, Any]:
        """Read the app's object of a kind."""
        file = self.deployment.with_name(self.deployment.name.replace("deployment", kind))
        return dict(yaml.safe_load(file.read_text()))

    @property
    def spec(self) -> dict[str, Any]:
        """The pod's specification."""
        return dict(self.object("deployment")["spec"]["template"]["spec"])

    @property
    def container(self) -> dict[str, Any]:
        """The container of the app."""
        (container,) = self.spec["containers"]
        return dict(container)

    @property
    def environment(self) -> dict[str, str]:
        """The container's environment."""
        return {variable["name"]: variable["value"] for variable in self.container.get("env", [])}

    def port(self, name: str) -> int:
        """Return the number of a port of the container."""
        (number,) = (port["containerPort"] for port in self.container["ports"] if port["name"] == name)
        return int(number)

    def mounts(self, secret: str) -> str:
        """Return the shell commands that mount the pod's volumes, its secrets with a token."""
        volumes = {volume["name"]: volume for volume in self.spec["volumes"]}
        commands = []
        for mount in self.container["volumeMounts"]:
            volume = volumes[mount["name"]]
            if "emptyDir" in volume:
                size = quantity(volume["emptyDir"]["sizeLimit"])
                commands.append(shlex.join(["scratch", mount["mountPath"], str(size)]))
            else:
                mode = f"{volume['secret']['defaultMode']:o}"
                commands.append(shlex.join(["secret", mount["mountPath"], secret, mode]))
        return "\n".join(commands)

    def run(self, directory: Path, command: Sequence[str], environment: Mapping[str, str]) -> subprocess.Popen[str]:
        """Start a command in the pod's container; it writes its process id to a file in the directory."""
        context = self.spec["securityContext"]
        assert context["fsGroup"] == context["runAsGroup"]
        root = directory / "root"
        root.mkdir()
        variables = {
            "root": str(root),
            "source": str(SOURCE),
            "pid_file": str(directory / "pid"),
            "user": str(context["runAsUser"]),
            "group": str(context["runAsGroup"]),
        }
        mounts = "\n".join([self.mounts(secret="s3cret"), *(shlex.join(["bind", d, d]) for d in _interpreter())])
        script = "set -eu\n" + "".join(f"{name}={shlex.quote(value)}\n" for name, value in variables.items())
        script += _SANDBOX.replace("__MOUNTS__", mounts)
        variables = INTERPRETER | self.environment | dict(environment)
        settings = [f"{name}={value}" for name, value in variables.items()]
        return popen([*PRIVILEGE, "unshare", "--mount", "--", "sh", "-c", script, "pod", *settings, *command], {})


def _interpreter() -> list[str]:
    """Return the directories that this interpreter is made of, none within another."""
    directories = {"/usr", "/lib", "/lib64", sys.prefix, sys.base_prefix, *INTERPRETER.get("PYTHONPATH", "").split(":")}
    present = sorted(d for d in directories if d and Path(d).is_dir())
    return [d for d in present if not any(Path(d).is_relative_to(other) for other in present if other != d)]


class PodService(Service):
    """The service in a pod's container."""

    def __init__(self, pod: Pod, directory: Path, host: str) -> None:
        """Start it, to listen on an address of its own, for the pods of this test share one network."""
        self._pid_file = directory / "pid"
        self.pod = pod
        super().__init__(pod.run(directory, pod.container.get("command") or entrypoint(), {"HOST": host}))

    @property
    def pid(self) -> int:
        """The process id of the service itself."""
        return int(self._pid_file.read_text())

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the service, which belongs to another user."""
        if self.process.poll() is None:
            subprocess.run([*PRIVILEGE, "kill", f"-{number.value}", str(self.pid)], check=False)
