from typing import Annotated

import pytest
from fastapi import APIRouter, File, Form, UploadFile
from pydantic import BaseModel
from starlette.responses import Response

from matchmaking.errors import Conflict
from matchmaking.people.models import UserAccount
from matchmaking.people.roles import Action, Role
from matchmaking.storage.database import transaction
from tests.web.signing import Browser, Ground, a_firm, small_site
from web.idempotency import OnceDep, Written
from web.pages import accounts
from web.transactions import Tx, View
from web.visitors import VisitorDep, allow

public = APIRouter(prefix="/api/v1")
probe = APIRouter(prefix="/api/v1", dependencies=[allow(Action.OWN_ACCOUNT)])


class Note(BaseModel):
    text: str


class NoteOut(BaseModel):
    notes: list[str]


def write_down(tx, visitor, text) -> list[str]:
    """Notes are kept in the account's name, the simplest thing there is to write to."""
    account = tx.get(UserAccount, visitor.user_id)
    account.name += f"|{text}"
    tx.add(account)
    return account.name.split("|")[1:]


@probe.post("/notes", status_code=201, response_model=NoteOut)
def add_note(once: OnceDep, tx: Tx, visitor: VisitorDep, body: Note) -> Response:
    def work() -> Written:
        notes = write_down(tx, visitor, body.text)
        return Written(201, NoteOut(notes=notes), {"Location": f"/api/v1/notes/{len(notes)}"})

    return once.run(work)


@probe.post("/refused", response_model=NoteOut)
def refuse_note(once: OnceDep, tx: Tx, visitor: VisitorDep, body: Note) -> Response:
    def work() -> Written:
        write_down(tx, visitor, body.text)
        raise Conflict("这条记录刚刚被别人改过。")

    return once.run(work)


@probe.post("/files", status_code=204, response_model=None)
def add_file(
    once: OnceDep,
    tx: Tx,
    visitor: VisitorDep,
    name: Annotated[str, Form()],
    file: Annotated[UploadFile, File()],
) -> Response:
    def work() -> Written:
        write_down(tx, visitor, f"{name}:{file.file.read().decode()}")
        return Written(204)

    return once.run(work)


@public.post("/echo", response_model=NoteOut, dependencies=[allow(Action.SEARCH)])
def echo(once: OnceDep, body: Note) -> Response:
    return once.run(lambda: Written(200, NoteOut(notes=[body.text])))


@probe.get("/notes")
def list_notes(view: View, visitor: VisitorDep) -> list[str]:
    return view.get(UserAccount, visitor.user_id).name.split("|")[1:]


@pytest.fixture
def program(engine) -> Browser:
    """Somebody signed in, which for the answers is as good as a key."""
    with transaction(engine) as session:
        session.add(a_firm())
    ground = Ground(engine)
    ground.add("alice", Role.SME)
    browser = Browser(small_site(ground, accounts.router, probe, public))
    browser.sign_in("alice")
    return browser


def note(program, text, key=None, path="/api/v1/notes"):
    headers = {"idempotency-key": key} if key is not None else {}
    return program.post(path, json={"text": text}, headers=headers)


def notes(program):
    return program.get("/api/v1/notes").json()


def test_a_write_without_a_name_is_simply_done(program):
    first, second = note(program, "a"), note(program, "a")
    assert (first.status_code, first.json()) == (201, {"notes": ["a"]})
    assert second.json() == {"notes": ["a", "a"]}


def test_the_same_write_is_done_once_and_answered_the_same_to_the_byte(program):
    first, second = note(program, "a", "key-1"), note(program, "a", "key-1")
    assert notes(program) == ["a"]
    assert first.content == second.content == b'{"notes":["a"]}'
    assert first.status_code == second.status_code == 201
    assert first.headers["location"] == second.headers["location"] == "/api/v1/notes/1"
    assert first.headers["content-type"] == second.headers["content-type"] == "application/json"
    assert "idempotency-replayed" not in first.headers
    assert second.headers["idempotency-replayed"] == "true"


def test_a_name_of_another_write_is_refused(program):
    note(program, "a", "key-1")
    for answer in (note(program, "b", "key-1"), note(program, "a", "key-1", "/api/v1/refused")):
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["field"] == "Idempotency-Key"
    assert notes(program) == ["a"]


def test_a_write_that_was_refused_may_be_asked_for_again(program):
    for _ in range(2):
        answer = note(program, "a", "key-1", "/api/v1/refused")
        assert (answer.status_code, "idempotency-replayed" in answer.headers) == (409, False)
    assert notes(program) == []


def test_an_empty_name_is_none(program):
    assert note(program, "a", "").status_code == 422


def test_a_form_is_the_same_whatever_stands_between_its_parts(program):
    def send(content: bytes):
        return program.post(
            "/api/v1/files",
            data={"name": "n"},
            files={"file": ("list.csv", content)},
            headers={"idempotency-key": "key-1"},
        )

    assert [send(b"one").status_code, send(b"one").status_code] == [204, 204]
    assert send(b"two").status_code == 422
    assert notes(program) == ["n:one"]


def test_the_answer_is_sent_after_the_commit(program, monkeypatch):
    """An error of the commit itself is answered as one, and nothing is said to be written."""

    def fail(_session):
        raise Conflict("这条记录刚刚被别人改过。")

    with monkeypatch.context() as patched:
        patched.setattr("sqlmodel.Session.commit", fail)
        assert note(program, "a").status_code == 409
    assert notes(program) == []


def test_strangers_are_not_told_what_another_was_told(program):
    stranger = Browser(program.app)
    answers = [
        stranger.post("/api/v1/echo", json={"text": "a"}, headers={"idempotency-key": "key-1"})
        for _ in range(2)
    ]
    assert ["idempotency-replayed" in answer.headers for answer in answers] == [False, False]


def test_the_name_is_in_the_description_of_the_interface(program):
    parameters = program.app.openapi()["paths"]["/api/v1/notes"]["post"]["parameters"]
    assert [one["name"] for one in parameters if one["in"] == "header"] == ["Idempotency-Key"]
