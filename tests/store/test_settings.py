from pathlib import Path

import pytest
from pydantic import ValidationError

from matchmaking.errors import MatchmakingError
from matchmaking.settings import Settings, read_settings


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in variables():
        monkeypatch.delenv(name, raising=False)


def variables() -> list[str]:
    return [str(field.validation_alias) for field in Settings.model_fields.values()]


def test_every_setting_is_known_by_name() -> None:
    assert variables() == [
        "RONGTONG_DATA",
        "RONGTONG_DATABASE_URL",
        "MEILI_URL",
        "MEILI_MASTER_KEY",
        "PORT",
        "RONGTONG_DEVELOPMENT",
        "RONGTONG_WORKER",
        "RONGTONG_REQUIRE_SERVICES",
    ]


def test_without_a_word_from_the_owner_all_is_local() -> None:
    settings = read_settings()
    assert settings.data == Path("data")
    assert settings.database_url == "sqlite:///data/rongtong.db"
    assert (settings.meili_url, settings.meili_master_key) == (None, None)
    assert (settings.port, settings.require_services) == (8000, False)


def test_the_data_folder_is_honoured_and_holds_the_database(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("RONGTONG_DATA", "/srv/rongtong")
    assert read_settings().data == Path("/srv/rongtong")
    assert read_settings().database_url == "sqlite:////srv/rongtong/rongtong.db"


def test_the_database_is_honoured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RONGTONG_DATABASE_URL", "postgresql://rongtong@db/rongtong")
    assert read_settings().database_url == "postgresql://rongtong@db/rongtong"


def test_the_search_server_and_its_key_are_honoured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEILI_URL", "http://search:7700")
    monkeypatch.setenv("MEILI_MASTER_KEY", "a key")
    settings = read_settings()
    assert settings.meili_url == "http://search:7700"
    assert settings.meili_master_key is not None
    assert settings.meili_master_key.get_secret_value() == "a key"


def test_the_port_is_honoured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "9000")
    assert read_settings().port == 9000


def test_the_wish_for_services_is_honoured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RONGTONG_REQUIRE_SERVICES", "1")
    assert read_settings().require_services is True


def test_an_empty_variable_counts_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "")
    monkeypatch.setenv("MEILI_URL", "")
    assert (read_settings().port, read_settings().meili_url) == (8000, None)


@pytest.mark.parametrize("port", ["http", "0", "65536"])
def test_a_port_that_is_none_is_named(port: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", port)
    with pytest.raises(MatchmakingError, match="设置 PORT 的值不能用"):
        read_settings()


def test_secrets_are_not_shown_when_settings_are_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEILI_MASTER_KEY", "a key")
    monkeypatch.setenv("RONGTONG_DATABASE_URL", "postgresql://u:word@db/x")
    shown = repr(read_settings())
    assert "a key" not in shown
    assert "word" not in shown


def test_settings_cannot_be_changed_after_reading() -> None:
    settings = read_settings()
    with pytest.raises(ValidationError):
        settings.port = 1


def test_settings_can_be_made_by_hand(tmp_path: Path) -> None:
    assert Settings(data=tmp_path, port=1234).data == tmp_path
