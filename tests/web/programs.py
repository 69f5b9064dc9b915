"""Programs that call the interface: with a key and nothing else."""

from typing import Any

import httpx
from fastapi import FastAPI

from matchmaking.people import keys
from matchmaking.people.models import UserAccount
from matchmaking.people.tokens import new_key
from matchmaking.storage.database import transaction
from tests.web.signing import Browser, Ground


class Program(Browser):
    """Somebody's program."""

    def __init__(self, app: FastAPI, ground: Ground, account: UserAccount) -> None:
        super().__init__(app)
        text = new_key("0123456789", account.id)
        with transaction(ground.engine) as session:
            self.key = keys.issue_key(
                session, account.id, "示例", text=text, now=ground.now(), new_id=ground.new_id
            ).text

    def ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        headers = {"authorization": f"Bearer {self.key}"} | more.pop("headers", {})
        return super().ask(method, path, headers=headers, **more)

    def post(self, path: str, **more: Any) -> httpx.Response:
        return self.ask("POST", path, **more)
