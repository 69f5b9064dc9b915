"""The set in docker-compose.yml, as far as it can be judged without running it."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from matchmaking.settings import Settings

ROOT = Path(__file__).parent.parent
REQUIRED = re.compile(r"^\$\{[A-Z_]+:\?[^}]+\}$")  # ${NAME:?what to do}: no start without it
PINNED = re.compile(r"^[a-z/]+:v?\d+\.\d+(\.\d+)?(-[a-z]+)*$")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


@pytest.fixture(scope="module")
def dockerfile(compose: dict[str, Any]) -> list[str]:
    return compose["services"]["web"]["build"]["dockerfile_inline"].splitlines()


def test_the_set_is_the_site_its_worker_the_database_and_the_search_server(
    compose: dict[str, Any],
) -> None:
    assert sorted(compose["services"]) == ["meilisearch", "postgres", "web", "worker"]


def test_the_worker_is_the_same_build_with_the_same_settings(compose: dict[str, Any]) -> None:
    web, worker = compose["services"]["web"], compose["services"]["worker"]
    assert worker["environment"] == web["environment"]
    assert worker["build"] == web["build"]
    assert worker["volumes"] == web["volumes"]


def test_the_site_is_given_every_setting(compose: dict[str, Any]) -> None:
    given = compose["services"]["web"]["environment"]
    assert {str(field.validation_alias) for field in Settings.model_fields.values()} <= set(given)


def test_the_site_reads_what_it_is_given(
    compose: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in compose["services"]["web"]["environment"].items():
        monkeypatch.setenv(name, value)
    settings = Settings()
    assert settings.data == Path("/data")
    assert settings.database_url == "postgresql://rongtong@postgres/rongtong"
    assert settings.meili_url == "http://meilisearch:7700"
    assert (settings.port, settings.require_services) == (8000, False)
    assert (settings.development, settings.worker) == (False, False)


def test_no_secret_has_a_default(compose: dict[str, Any]) -> None:
    secrets = [
        value
        for service in compose["services"].values()
        for name, value in service["environment"].items()
        if "KEY" in name or "PASSWORD" in name
    ]
    assert len(secrets) == 6
    assert all(REQUIRED.match(secret) for secret in secrets)


def test_every_image_is_pinned(compose: dict[str, Any], dockerfile: list[str]) -> None:
    images = [service["image"] for service in compose["services"].values() if "image" in service]
    images += [line.split()[1] for line in dockerfile if line.startswith("FROM ")]
    assert len(images) == 3
    assert all(PINNED.match(image) for image in images)


def test_every_service_has_a_health_check_and_a_volume_that_is_declared(
    compose: dict[str, Any],
) -> None:
    for service in compose["services"].values():
        assert service["healthcheck"]["test"][0] == "CMD"
        (volume,) = service["volumes"]
        assert volume.split(":")[0] in compose["volumes"]


def test_the_site_waits_until_the_others_are_well(compose: dict[str, Any]) -> None:
    assert compose["services"]["web"]["depends_on"] == {
        "postgres": {"condition": "service_healthy"},
        "meilisearch": {"condition": "service_healthy"},
    }


def test_the_site_is_built_from_every_package_there_is(dockerfile: list[str]) -> None:
    copied = {line.split()[2] for line in dockerfile if line.startswith("COPY ")}
    assert {"graph", "matchmaking", "search", "seeds", "web", "requirements"} <= copied


def test_only_the_site_is_reached_and_from_this_machine_only(compose: dict[str, Any]) -> None:
    ports = {name: service.get("ports") for name, service in compose["services"].items()}
    assert ports == {
        "web": ["127.0.0.1:${PORT:-8000}:8000"],
        "postgres": None,
        "meilisearch": None,
        "worker": None,
    }
