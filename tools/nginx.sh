#!/bin/sh
# Says in which directory nginx is: that of the PATH, else Debian's, unpacked into bin/ rather than installed, which would start it.
set -eu

if found=$(command -v nginx); then
	dirname "$found"
	exit
fi

bin=$(cd "$(dirname "$0")/.." && pwd)/bin
if [ ! -x "$bin/nginx/usr/sbin/nginx" ]; then
	command -v apt-get >/dev/null || {
		echo "nginx: not on the PATH, and no apt-get to have it by" >&2
		exit 1
	}
	echo "nginx: unpacking Debian's into $bin/nginx" >&2
	mkdir -p "$bin/nginx"
	cd "$bin/nginx"
	apt-get -qq download nginx >&2 || {
		if [ "$(id -u)" = 0 ]; then apt-get -qq update >&2; else sudo apt-get -qq update >&2; fi
		apt-get -qq download nginx >&2
	}
	dpkg -x nginx_*.deb .
fi
echo "$bin/nginx/usr/sbin"
