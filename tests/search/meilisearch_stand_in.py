"""What would a Meilisearch server answer? A strict stand-in that speaks the documented HTTP.

It knows the routes our engine uses and nothing else. Tasks are carried out in their order, one step
at a time, and only while somebody asks after one: whoever does not wait reads the old state. Each
route names the page of the documentation (https://www.meilisearch.com/docs/…) it follows.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.search.meilisearch_stand_in_checks import Refused, check_settings, known_fields
from tests.search.meilisearch_stand_in_search import federated_search, multi_search, single_search
from tests.search.meilisearch_stand_in_terms import StoredIndex

VERSION = "stand-in"
_MOMENT = "2026-01-01T00:00:00.000000Z"
_DOCUMENT_ID = re.compile(r"[A-Za-z0-9_-]{1,511}")
_INDEX_UID = re.compile(r"[A-Za-z0-9_-]{1,512}")

Body = Any
Answer = tuple[int, Body]


@dataclass
class Task:
    """guides: learn/async/asynchronous_operations; fields: reference/api/tasks."""

    uid: int
    type: str
    index_uid: str | None
    work: Callable[[], None]
    status: str = "enqueued"
    error: dict[str, str] | None = None

    def summary(self) -> dict[str, Any]:
        return {
            "taskUid": self.uid,
            "indexUid": self.index_uid,
            "status": self.status,
            "type": self.type,
            "enqueuedAt": _MOMENT,
        }

    def whole(self) -> dict[str, Any]:
        done = self.status in ("succeeded", "failed")
        return {
            "uid": self.uid,
            "batchUid": self.uid if self.status != "enqueued" else None,
            "indexUid": self.index_uid,
            "status": self.status,
            "type": self.type,
            "canceledBy": None,
            "details": {},
            "error": self.error,
            "duration": "PT0.001S" if done else None,
            "enqueuedAt": _MOMENT,
            "startedAt": None if self.status == "enqueued" else _MOMENT,
            "finishedAt": _MOMENT if done else None,
        }


@dataclass
class Server:
    """What the server holds, and its routes."""

    indexes: dict[str, StoredIndex] = field(default_factory=dict)
    tasks: list[Task] = field(default_factory=list)
    waiting: list[Task] = field(default_factory=list)
    broken: bool = False  # answers 500 to everything, for the tests of failures
    stuck: bool = False  # carries out no task

    def step(self) -> None:
        """Move the oldest unfinished task on by one state."""
        if not self.waiting or self.stuck:
            return
        task = self.waiting[0]
        if task.status == "enqueued":
            task.status = "processing"
            return
        try:
            task.work()
        except Refused as refused:
            task.status, task.error = "failed", refused.body()
        else:
            task.status = "succeeded"
        self.waiting.pop(0)

    def enqueue(self, kind: str, index_uid: str | None, work: Callable[[], None]) -> Answer:
        task = Task(len(self.tasks), kind, index_uid, work)
        self.tasks.append(task)
        self.waiting.append(task)
        return 202, task.summary()

    def index(self, uid: str) -> StoredIndex:
        if uid not in self.indexes:
            raise Refused(404, "index_not_found", f"Index `{uid}` not found.")
        return self.indexes[uid]

    # reference/api/health
    def health(self, _: Body) -> Answer:
        return 200, {"status": "available"}

    # reference/api/version
    def version(self, _: Body) -> Answer:
        return 200, {"commitSha": "none", "commitDate": _MOMENT, "pkgVersion": VERSION}

    # reference/api/tasks#get-one-task
    def task(self, _: Body, uid: str) -> Answer:
        self.step()
        if int(uid) >= len(self.tasks):
            raise Refused(404, "task_not_found", f"Task `{uid}` not found.")
        return 200, self.tasks[int(uid)].whole()

    # reference/api/indexes#create-an-index
    def create_index(self, body: Body) -> Answer:
        known_fields(body, {"uid", "primaryKey"})
        if "uid" not in body:
            raise Refused(400, "missing_index_uid", "Missing field `uid`")
        uid = body["uid"]
        if not isinstance(uid, str) or not _INDEX_UID.fullmatch(uid):
            raise Refused(400, "invalid_index_uid", f"`{uid}` is not a valid index uid.")

        def work() -> None:
            if uid in self.indexes:
                raise Refused(400, "index_already_exists", f"Index `{uid}` already exists.")
            self.indexes[uid] = StoredIndex(body.get("primaryKey"))

        return self.enqueue("indexCreation", uid, work)

    # reference/api/indexes#delete-an-index
    def delete_index(self, _: Body, uid: str) -> Answer:
        def work() -> None:
            self.index(uid)
            del self.indexes[uid]

        return self.enqueue("indexDeletion", uid, work)

    # reference/api/indexes#swap-indexes
    def swap_indexes(self, body: Body) -> Answer:
        for swap in body:
            known_fields(swap, {"indexes", "rename"})
            if len(swap["indexes"]) != 2:
                raise Refused(400, "invalid_swap_indexes", "Two indexes must be given for a swap.")

        def work() -> None:
            for swap in body:
                left, right = swap["indexes"]
                held = self.index(left), self.index(right)
                self.indexes[right], self.indexes[left] = held

        return self.enqueue("indexSwap", None, work)

    # reference/api/stats#get-stats-of-an-index
    def stats(self, _: Body, uid: str) -> Answer:
        index = self.index(uid)
        return 200, {
            "numberOfDocuments": len(index.documents),
            "isIndexing": bool(self.waiting),
            "fieldDistribution": {},
        }

    # reference/api/settings#update-settings
    def update_settings(self, body: Body, uid: str) -> Answer:
        check_settings(body)

        def work() -> None:
            self.indexes.setdefault(uid, StoredIndex(None)).update_settings(body)

        return self.enqueue("settingsUpdate", uid, work)

    # reference/api/documents#add-or-replace-documents
    def add_documents(self, body: Body, uid: str) -> Answer:
        documents = body if isinstance(body, list) else [body]

        def work() -> None:
            index = self.indexes.setdefault(uid, StoredIndex(None))
            for document in documents:
                if index.primary_key not in document:
                    raise Refused(400, "missing_document_id", "Document doesn't have an id.")
                key = document[index.primary_key]
                if not _DOCUMENT_ID.fullmatch(str(key)):
                    raise Refused(400, "invalid_document_id", f"`{key}` is not a valid id.")
            index.put({str(document[index.primary_key]): document for document in documents})

        return self.enqueue("documentAdditionOrUpdate", uid, work)

    # reference/api/documents#delete-documents-by-batch
    def delete_batch(self, body: Body, uid: str) -> Answer:
        if not isinstance(body, list):
            raise Refused(400, "bad_request", "Expected an array of document ids.")

        def work() -> None:
            index = self.index(uid)
            for key in body:
                index.documents.pop(str(key), None)
                index.tokens.pop(str(key), None)

        return self.enqueue("documentDeletion", uid, work)

    # reference/api/documents#get-documents-with-post
    def fetch_documents(self, body: Body, uid: str) -> Answer:
        known_fields(body, {"offset", "limit", "fields", "filter", "ids", "sort"})
        index = self.index(uid)
        held = [index.documents[key] for key in sorted(index.documents)]
        start, limit = body.get("offset", 0), body.get("limit", 20)
        shown = set(body.get("fields") or index.settings["displayedAttributes"])
        shown &= set(index.settings["displayedAttributes"])
        page = [
            {name: value for name, value in one.items() if name in shown}
            for one in held[start : start + limit]
        ]
        return 200, {"results": page, "offset": start, "limit": limit, "total": len(held)}

    # reference/api/search#search-in-an-index-with-post
    def search(self, body: Body, uid: str) -> Answer:
        return 200, single_search(self.index(uid), body)

    # reference/api/multi_search
    def multi_search(self, body: Body) -> Answer:
        known_fields(body, {"queries", "federation"})
        if body.get("federation") is None:
            return 200, {"results": multi_search(self.index, body["queries"])}
        return 200, federated_search(self.index, body["queries"], body["federation"])

    def routes(self) -> list[tuple[str, str, Callable[..., Answer]]]:
        return [
            ("GET", r"/health", self.health),
            ("GET", r"/version", self.version),
            ("GET", r"/tasks/(\d+)", self.task),
            ("POST", r"/indexes", self.create_index),
            ("DELETE", r"/indexes/([\w-]+)", self.delete_index),
            ("GET", r"/indexes/([\w-]+)/stats", self.stats),
            ("PATCH", r"/indexes/([\w-]+)/settings", self.update_settings),
            ("POST", r"/indexes/([\w-]+)/documents", self.add_documents),
            ("POST", r"/indexes/([\w-]+)/documents/delete-batch", self.delete_batch),
            ("POST", r"/indexes/([\w-]+)/documents/fetch", self.fetch_documents),
            ("POST", r"/indexes/([\w-]+)/search", self.search),
            ("POST", r"/multi-search", self.multi_search),
            ("POST", r"/swap-indexes", self.swap_indexes),
        ]

    def answer(self, method: str, path: str, body: Body) -> Answer:
        for known, pattern, route in self.routes():
            if known == method and (found := re.fullmatch(pattern, path)):
                return route(body, *found.groups())
        raise Refused(404, "not_found", f"The stand-in knows no {method} {path}.")
