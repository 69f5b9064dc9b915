"""How the site is opened from a terminal, and how long work shows there how far it is."""

import pytest

from web.commands import serving
from web.progress_bar import progress_bar


@pytest.fixture
def served(monkeypatch, folder) -> list[dict[str, object]]:
    """What the server was started with, instead of a server."""
    calls: list[dict[str, object]] = []
    monkeypatch.setenv("RONGTONG_DATA", str(folder / "数据"))
    monkeypatch.setattr(serving, "create_app", lambda settings: settings)
    monkeypatch.setattr(
        serving.uvicorn, "run", lambda app, **more: calls.append({"app": app, **more})
    )
    return calls


def test_the_site_is_served_to_this_machine_alone_unless_told_otherwise(typed, served, monkeypatch):
    monkeypatch.setenv("PORT", "8123")
    answer = typed("serve")
    assert answer.out.startswith("融通已启动，请在浏览器打开 http://127.0.0.1:8123 ")
    assert (served[0]["host"], served[0]["port"]) == ("127.0.0.1", 8123)


def test_the_port_typed_wins_over_the_setting(typed, served, monkeypatch):
    monkeypatch.setenv("PORT", "8123")
    typed("serve", "--port", 9000, "--host", "0.0.0.0")  # noqa: S104 (to be heard by others, on purpose)
    assert (served[0]["host"], served[0]["port"]) == ("0.0.0.0", 9000)  # noqa: S104 (as above)


def test_development_is_for_this_machine_only(typed, served, monkeypatch):
    monkeypatch.setenv("RONGTONG_DEVELOPMENT", "1")
    monkeypatch.setattr(serving, "load_demo", lambda *_, **__: False)
    answer = typed("serve", "--host", "0.0.0.0")  # noqa: S104 (to be refused)
    assert (answer.code, served) == (2, [])
    assert "只能在本机使用" in answer.err


def test_where_nobody_watches_progress_is_silent(capsys):
    with progress_bar() as tell:
        tell("读取", 1, 2)
    assert capsys.readouterr() == ("", "")


def test_in_a_terminal_each_step_has_its_bar_on_standard_error(capsys, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    with progress_bar() as tell:
        tell("读取清单", 1)
        tell("读取清单", 40, 40)
        tell("逐条匹配", 2, 3)
    said = capsys.readouterr()
    assert said.out == ""
    for shown in ("读取清单", "40/40", "逐条匹配", "2/3"):
        assert shown in said.err
