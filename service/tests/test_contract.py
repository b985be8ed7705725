"""What the input of the generator promises, the running service keeps."""

import asyncio
import json
import random
import re
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from hello.limits import BODY_LIMIT, CONNECTION_LIMIT
from hello.settings import Settings
from tests.exposition import samples
from tests.pod import Pod, PodService, quantity
from tests.process import SOURCE, peak_memory

DEPLOYMENTS = sorted(SOURCE.parent.glob("rendered/*/*/apps/*/fastapi-hello/deployment-*.yaml"))


def name(deployment: Path) -> str:
    """Name a Deployment by where it is rendered to."""
    return "/".join(deployment.relative_to(SOURCE.parent / "rendered").parts[:-1])


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[Path, PodService]]:
    """Start every pod at once, each on an address of its own."""
    network = f"127.{random.randint(1, 254)}.{random.randint(0, 254)}"
    with ExitStack() as stack:
        yield {
            deployment: stack.enter_context(
                PodService(Pod(deployment), tmp_path_factory.mktemp("pod"), f"{network}.{number}")
            )
            for number, deployment in enumerate(DEPLOYMENTS, start=1)
        }


@pytest.fixture(params=DEPLOYMENTS, ids=name)
def service(request: pytest.FixtureRequest, services: dict[Path, PodService]) -> PodService:
    """One of the pods."""
    return services[request.param]


def test_the_service_is_deployed() -> None:
    assert len(DEPLOYMENTS) >= 3


def test_the_container_is_what_the_pod_says(service: PodService, tmp_path: Path) -> None:
    assert service.address()
    probe = """if True:
        import json, os, re
        def written(path):
            try:
                open(path + "/probe", "x").close()
            except OSError:
                return False
            return True
        status = dict(re.findall(r"(Uid|Gid|Cap\\w+|NoNewPrivs):\\s*(\\w+)", open("/proc/self/status").read()))
        print(json.dumps([status, [p for p in ["/", "/app", "/app/hello", "/etc", "/tmp", "/usr"] if written(p)]]))
    """
    output, complaint = service.pod.run(tmp_path, [sys.executable, "-c", probe], {}).communicate(timeout=30)
    assert complaint == ""
    status, writable = json.loads(output)
    context, container = service.pod.spec["securityContext"], service.pod.container["securityContext"]
    assert (int(status["Uid"]), int(status["Gid"])) == (context["runAsUser"], context["runAsGroup"]) == (10001, 10001)
    assert container["readOnlyRootFilesystem"]
    assert writable == ["/tmp"]
    assert container["capabilities"] == {"drop": ["ALL"]}
    assert {value for cap, value in status.items() if cap.startswith("Cap")} == {"0" * 16}
    assert not container["allowPrivilegeEscalation"]
    assert status["NoNewPrivs"] == "1"


def test_probes_answer_in_time(service: PodService) -> None:
    for probe in "startupProbe", "livenessProbe", "readinessProbe":
        get, timeout = service.pod.container[probe]["httpGet"], service.pod.container[probe]["timeoutSeconds"]
        assert service.pod.port(get["port"]) == service.address()[1]
        begin = time.monotonic()
        assert service.get(get["path"]).status == 200
        assert time.monotonic() - begin < timeout


def test_every_address_of_the_pod_is_served(service: PodService) -> None:
    assert "HOST" not in service.pod.environment
    assert Settings().host == "0.0.0.0"


def test_settings_and_secrets_arrive(service: PodService) -> None:
    assert service.get("/").json() == {"message": service.pod.environment["GREETING"]}
    assert service.get("/settings", Authorization="Bearer s3cret").status == 200


def test_metrics_are_what_the_rules_ask_for(service: PodService) -> None:
    monitor = service.pod.object("servicemonitor")["spec"]
    (endpoint,) = monitor["endpoints"]
    ports = service.pod.object("service")["spec"]["ports"]
    (target,) = (port["targetPort"] for port in ports if port["name"] == endpoint["port"])
    assert service.pod.port(target) == service.address()[1]

    service.get("/")
    scraped = samples(service.get(endpoint["path"]).body.decode())
    assert len(scraped) < monitor["sampleLimit"]

    selectors = set(re.findall(r"(\b[a-z_]+)\{([^}]*)\}", str(service.pod.object("prometheusrule"))))
    assert len(selectors) >= 3
    for metric, matchers in selectors:
        wanted = dict(re.findall(r'(\w+)=~?"([^"]*)"', matchers))
        assert {"namespace", "job"} <= wanted.keys()
        del wanted["namespace"], wanted["job"]  # Prometheus adds them
        bound = wanted.pop("le", None)
        series = [sample.labels for sample in scraped if sample.name == metric]
        assert any(wanted.keys() <= labels.keys() for labels in series), metric
        assert bound is None or float(bound) in {float(labels["le"]) for labels in series}


def test_memory_stays_within_the_limit(service: PodService) -> None:
    limit = quantity(service.pod.container["resources"]["limits"]["memory"])
    header = b"GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + b"x" * 15_000
    body = b"\r\nContent-Length: %d\r\n\r\n" % BODY_LIMIT + b"x" * (BODY_LIMIT - 1)
    hanging = [service.send(header + body) for _ in range(CONNECTION_LIMIT - 50)]
    asyncio.run(load(*service.address(), header + body + b"x"))
    assert peak_memory(service.pid) < limit
    for connection in hanging:
        connection.close()


async def load(host: str, port: int, request: bytes) -> None:
    """Send 100 requests on each of 30 connections."""

    async def client() -> None:
        reader, writer = await asyncio.open_connection(host, port)
        for _ in range(100):
            writer.write(request)
            assert (await reader.readuntil(b"}")).startswith(b"HTTP/1.1 200 ")
        writer.close()

    await asyncio.gather(*(client() for _ in range(30)))


def test_a_request_that_never_ends_does_not_outlast_the_grace_period(services: dict[Path, PodService]) -> None:
    for service in services.values():
        service.send(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\n")
        service.get("/")  # the one before has arrived
    begin = time.monotonic()
    for service in services.values():
        service.signal(signal.SIGTERM)
    for service in services.values():
        spec, hook = service.pod.spec, service.pod.container["lifecycle"]["preStop"]
        assert service.wait() == 0
        assert time.monotonic() - begin < spec["terminationGracePeriodSeconds"] - hook["sleep"]["seconds"]
