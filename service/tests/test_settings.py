"""Settings come from the environment, and a wrong one stops the start."""

from dataclasses import FrozenInstanceError, replace
from pathlib import Path

import pytest

from hello.settings import InvalidSettingError, Settings, from_environment
from tests.process import SERVE, popen


def test_defaults() -> None:
    assert from_environment({}) == Settings()


def test_other_variables_are_not_judged() -> None:
    assert from_environment({"greeting": "lower case", "PATH": ""}) == Settings()


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("GREETING", "Grüß Gott, 世界!", "Grüß Gott, 世界!"),
        ("HOST", "::1", "::1"),
        ("PORT", "0", 0),
        ("PORT", "65535", 65535),
        ("LOG_LEVEL", "debug", "debug"),
        ("API_TOKEN_FILE", "/run/token", Path("/run/token")),
        ("API_TOKEN_FILE", "", None),
        ("RECEIVE_TIMEOUT", "0.5", 0.5),
        ("SHUTDOWN_TIMEOUT", "1e2", 100.0),
    ],
)
def test_valid(name: str, value: str, expected: object) -> None:
    assert from_environment({name: value}) == replace(Settings(), **{name.lower(): expected})


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("GREETING", "", "GREETING='': must be 1 to 200 printable characters"),
        ("GREETING", "two\nlines", "GREETING='two\\nlines': must be 1 to 200 printable characters"),
        ("HOST", "localhost", "HOST='localhost': must be an IP address"),
        ("PORT", "80a", "PORT='80a': must be a whole number from 0 to 65535"),
        ("PORT", "65536", "PORT='65536': must be a whole number from 0 to 65535"),
        ("PORT", "000065536", "PORT='000065536': must be a whole number from 0 to 65535"),
        ("PORT", "-1", "PORT='-1': must be a whole number from 0 to 65535"),
        ("PORT", "٣", "PORT='٣': must be a whole number from 0 to 65535"),
        ("LOG_LEVEL", "INFO", "LOG_LEVEL='INFO': must be one of debug, info, warning, error"),
        ("API_TOKEN_FILE", "token", "API_TOKEN_FILE='token': must be an absolute path, or empty for none"),
        ("KEEP_ALIVE_TIMEOUT", "7.5", "KEEP_ALIVE_TIMEOUT='7.5': must be a whole number from 0 to 3600"),
        ("DRAIN_TIMEOUT", "nan", "DRAIN_TIMEOUT='nan': must be a number of seconds from 0 to 300"),
        ("RECEIVE_TIMEOUT", "0", "RECEIVE_TIMEOUT='0': must be a number of seconds from 0.1 to 300"),
        ("SHUTDOWN_TIMEOUT", "20s", "SHUTDOWN_TIMEOUT='20s': must be a number of seconds from 0 to 300"),
    ],
)
def test_invalid(name: str, value: str, message: str) -> None:
    with pytest.raises(InvalidSettingError) as error:
        from_environment({name: value})
    assert str(error.value) == message


def test_long_values_are_cut_in_messages() -> None:
    with pytest.raises(InvalidSettingError) as error:
        from_environment({"PORT": "9" * 100_000})
    assert len(str(error.value)) < 200


def test_settings_do_not_change() -> None:
    with pytest.raises(FrozenInstanceError):
        Settings().port = 1  # type: ignore[misc]


def test_an_invalid_setting_stops_the_start_with_one_line() -> None:
    process = popen(SERVE, {"PORT": "eighty", "HOST": "127.0.0.1"})
    output, complaint = process.communicate(timeout=30)
    assert complaint == "hello: PORT='eighty': must be a whole number from 0 to 65535\n"
    assert output == ""
    assert process.returncode == 2
