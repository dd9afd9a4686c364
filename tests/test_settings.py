"""What the environment may say, and what is refused."""

from pathlib import Path

import pytest

from lstmelody.errors import BadSetting
from lstmelody.settings import Settings


def test_an_empty_environment_serves_this_computer_alone():
    settings = Settings.from_environment({})
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)
    assert settings.data.name == "lstmelody"


def test_the_environment_decides():
    settings = Settings.from_environment(
        {"LSTMELODY_DATA": "~/songs", "HOST": "0.0.0.0", "PORT": " 9000 ", "UNRELATED": "x"}
    )
    assert settings.data == Path("~/songs").expanduser()
    assert (settings.host, settings.port) == ("0.0.0.0", 9000)


def test_an_empty_variable_is_as_good_as_none():
    assert Settings.from_environment({"PORT": "", "LSTMELODY_SOUNDFONT": " "}).soundfont is None


@pytest.mark.parametrize("port", ["eighty", "0", "65536", "-1", "8000.0", "٨٠"])
def test_a_port_that_is_none_is_refused_with_its_range(port):
    with pytest.raises(BadSetting, match="PORT must be a whole number from 1 to 65535"):
        Settings.from_environment({"PORT": port})


def test_settings_are_read_when_asked_and_not_before(monkeypatch):
    monkeypatch.setenv("PORT", "9001")
    assert Settings.from_environment().port == 9001


def test_who_may_come_in_is_told_by_the_environment():
    settings = Settings.from_environment(
        {
            "LSTMELODY_TOKEN": "a-token-for-the-tests",
            "LSTMELODY_HOSTS": "Songs.Example.org, studio.local",
            "LSTMELODY_TLS_CERT": "cert.pem",
            "LSTMELODY_TLS_KEY": "key.pem",
            "LSTMELODY_LOG": "JSON",
        }
    )
    assert settings.token == "a-token-for-the-tests"
    assert settings.hosts == ("songs.example.org", "studio.local")
    assert (settings.tls_cert, settings.tls_key) == (Path("cert.pem"), Path("key.pem"))
    assert settings.log == "json"
    assert "a-token" not in repr(settings)


@pytest.mark.parametrize("token", ["short", "with some spaces in it", "ünïcödé-tökens", "x" * 201])
def test_a_token_that_is_none_is_refused_and_not_repeated(token):
    with pytest.raises(BadSetting, match="12 to 200 characters") as refused:
        Settings.from_environment({"LSTMELODY_TOKEN": token})
    assert token not in str(refused.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LSTMELODY_HOSTS", "http://songs.example"),
        ("LSTMELODY_HOSTS", "songs.example:80"),
        ("LSTMELODY_HOSTS", "*"),
        ("LSTMELODY_LOG", "xml"),
    ],
)
def test_what_is_no_name_or_no_log_is_refused(name, value):
    with pytest.raises(BadSetting, match=name):
        Settings.from_environment({name: value})
