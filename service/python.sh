#!/bin/sh
# Runs Python with everything that the service and its tests need: the first interpreter that has it, else Debian's with
# Debian's packages, else one in .venv with what requirements-dev.txt pins. Says on standard error which it is.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
modules='fastapi, httptools, httpx, mypy, prometheus_client, pytest, uvicorn, uvloop, yaml'
packages='python3-fastapi python3-httptools python3-httpx python3-mypy python3-prometheus-client python3-pytest
	python3-uvicorn python3-uvloop python3-yaml'

complete() {
	"$1" -c "import sys; assert sys.version_info >= (3, 11); import $modules" 2>/dev/null
}

# The tests leave nothing in the checkout.
export PYTHONDONTWRITEBYTECODE=1

run() {
	python=$1
	shift
	echo "service: $(command -v "$python"), $("$python" --version)" >&2
	exec "$python" "$@"
}

for python in "$here/.venv/bin/python" python3 /usr/bin/python3; do
	if complete "$python"; then run "$python" "$@"; fi
done

as_root() {
	if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

if grep -qx 'ID=debian' /etc/os-release 2>/dev/null; then
	echo "service: installing Debian's $(echo $packages)" >&2
	python=/usr/bin/python3
	as_root apt-get -qq -o DPkg::Lock::Timeout=300 update >&2
	# shellcheck disable=SC2086 # a list of packages
	as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 \
		install --no-install-recommends $packages >&2
else
	echo "service: installing requirements-dev.txt into $here/.venv" >&2
	python=$here/.venv/bin/python
	python3 -m venv "$here/.venv"
	"$python" -m pip install --quiet --disable-pip-version-check --require-hashes \
		--requirement "$here/requirements-dev.txt" >&2
fi
complete "$python" || {
	echo "service: $python still lacks one of $modules" >&2
	exit 1
}
run "$python" "$@"
