"""What can the owner set? Every setting, read once at the edge and passed on as a value."""

import os
from pathlib import Path

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from matchmaking.errors import MatchmakingError

LOOPBACK = frozenset(("127.0.0.1", "::1", "localhost"))


class Settings(BaseSettings):
    """The environment's word. An empty variable counts as one that is not there."""

    model_config = SettingsConfigDict(
        frozen=True, env_ignore_empty=True, extra="ignore", populate_by_name=True
    )

    data: Path = Field(default=Path("data"), validation_alias="RONGTONG_DATA")
    database: SecretStr | None = Field(default=None, validation_alias="RONGTONG_DATABASE_URL")
    meili_url: str | None = Field(default=None, validation_alias="MEILI_URL")
    meili_master_key: SecretStr | None = Field(default=None, validation_alias="MEILI_MASTER_KEY")
    port: int = Field(default=8000, ge=1, le=65535, validation_alias="PORT")
    # On the owner's own machine: plain http, and the demo city with its log-ins. See `check_safe`.
    development: bool = Field(default=False, validation_alias="RONGTONG_DEVELOPMENT")
    # Whether a serving process also does the background work, or leaves it to `rongtong worker`.
    worker: bool = Field(default=True, validation_alias="RONGTONG_WORKER")
    # For our own checks: a test that lacks PostgreSQL or a browser fails instead of being skipped.
    require_services: bool = Field(default=False, validation_alias="RONGTONG_REQUIRE_SERVICES")

    @property
    def database_url(self) -> str:
        """Where the tables are; without a word from the owner, a file in the data folder."""
        if self.database is not None:
            return self.database.get_secret_value()
        return f"sqlite:///{(self.data / 'rongtong.db').as_posix()}"


def environment_of(settings: Settings) -> dict[str, str]:
    """This process's environment, with these settings in it: for a process we start."""
    given = dict(os.environ)
    for name, field in Settings.model_fields.items():
        value = getattr(settings, name)
        secret = isinstance(value, SecretStr)
        text = "" if value is None else value.get_secret_value() if secret else str(value)
        given[str(field.validation_alias)] = text
    return given


def check_safe(settings: Settings, *, host: str, demo_members: bool) -> None:
    """Refuse what only a developer's own machine may do. Raises MatchmakingError."""
    if settings.development and host not in LOOPBACK:
        raise MatchmakingError(
            f"开发模式（RONGTONG_DEVELOPMENT）只能在本机使用，不能监听 {host}。"
            "请去掉 --host，或关闭开发模式。"
        )
    if demo_members and not settings.development:
        raise MatchmakingError(
            "数据库里有示例城市的公开账号，正式环境不能启动。请换一个数据目录或数据库，"
            "或停用这些账号（rongtong user list 查看）。"
        )


def read_settings() -> Settings:
    """Read the environment. Raises MatchmakingError naming every variable that cannot be read."""
    try:
        return Settings()
    except ValidationError as error:
        names = "、".join(str(problem["loc"][0]) for problem in error.errors())
        raise MatchmakingError(f"设置 {names} 的值不能用，请改正环境变量后再启动。") from error
