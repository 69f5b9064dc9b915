"""Which status, title and sentence does a visitor get for each thing that can go wrong?

One table for the domain's errors. People get a page with the sentence and a way on; callers of
/api/… get an RFC 9457 problem. Neither ever sees a stack trace.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast
from urllib.parse import urlencode, urlsplit

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse, Response

from matchmaking.errors import (
    Conflict,
    Invalid,
    MatchmakingError,
    NotAllowed,
    NotReady,
    SearchDown,
    SignInNeeded,
    TooManyTries,
    UnknownRecord,
    UnreadableFile,
)
from matchmaking.sentences import Sentence, say
from web.rendering import ErrorPage, edge_of
from web.security import API, SAFE_METHODS, way_back
from web.visitors import PasswordIsTemporary


@dataclass(frozen=True, slots=True)
class Answer:
    """How an error is answered."""

    status: int
    title: Sentence
    headers: Mapping[str, str] | None = None


# The nearest class in an error's ancestry decides.
ANSWERS: Mapping[type[Exception], Answer] = {
    UnreadableFile: Answer(422, say("文件读不出来")),
    UnknownRecord: Answer(404, say("没有找到")),
    NotReady: Answer(503, say("还没有算好"), {"Retry-After": "1"}),
    SearchDown: Answer(503, say("检索服务没有应答"), {"Retry-After": "10"}),
    SignInNeeded: Answer(401, say("请先登录"), {"WWW-Authenticate": 'Bearer realm="rongtong"'}),
    NotAllowed: Answer(403, say("没有权限")),
    Conflict: Answer(409, say("与现在的情况冲突")),
    TooManyTries: Answer(429, say("次数太多")),
    Invalid: Answer(422, say("填写有误")),
    MatchmakingError: Answer(422, say("没有办成")),
}

HTTP_TITLES: Mapping[int, Sentence] = {
    400: say("请求有误"),
    403: say("不允许这样提交"),
    404: say("没有找到"),
    405: say("不能这样访问"),
    413: say("文件太大"),
    422: say("填写有误"),
    500: say("内部错误"),
}
NO_PAGE = say("没有这个页面。可能是地址有误，或者链接已经失效。")
REJECTED = say("有参数缺少、多余或不合要求：{fields}。请改正后再试。")
FOREIGN = say(
    "这次提交来自另一个网站，或者没有说明来自哪里，为了安全没有执行。请在本站的页面上重新操作。"
)
GARBLED = say("地址里有不能用的字符。请从页面上的链接进入，不要手工拼写地址。")
INTERNAL = say("内部错误，已记录（编号 {number}）。请稍后再试；再次出现时请把编号告诉维护人员。")


def answer_of(error: Exception) -> Answer:
    """The table's line for an error of the domain."""
    return next(ANSWERS[kind] for kind in type(error).__mro__ if kind in ANSWERS)


def respond(
    request: Request,
    answer: Answer,
    detail: Sentence | str,
    *,
    fields: Sequence[Mapping[str, str]] = (),
) -> Response:
    """A problem for a program, a page for a person."""
    edge = edge_of(request)
    tongue = edge.renderer.tongue(request)
    told = tongue.retell(detail) if isinstance(detail, str) else tongue.tell(detail)
    if request.url.path.startswith(API):
        problem = {
            "type": "about:blank",
            "title": tongue.tell(answer.title),
            "status": answer.status,
            "detail": told,
            "instance": request.url.path,
        } | ({"errors": list(fields)} if fields else {})
        return JSONResponse(
            problem, answer.status, answer.headers, media_type="application/problem+json"
        )
    page = ErrorPage(answer.status, answer.title, told, edge.request_id(request))
    return edge.renderer.page(request, page, status=answer.status, headers=answer.headers)


def refuse_foreign(request: Request) -> Response:
    """A form sent by a page of another site."""
    return respond(request, Answer(403, HTTP_TITLES[403]), FOREIGN)


def refuse_garbled(request: Request) -> Response:
    """An address no page of ours has."""
    return respond(request, Answer(400, HTTP_TITLES[400]), GARBLED)


def confess(request: Request, number: str) -> Response:
    """Something nobody foresaw; the trace is in the log under this number."""
    detail = INTERNAL.about(number=number)
    return respond(request, Answer(500, HTTP_TITLES[500]), detail)


def install_handlers(app: FastAPI) -> None:
    """Route every error to the table."""
    app.add_exception_handler(MatchmakingError, _on_domain_error)
    app.add_exception_handler(HTTPException, _on_http_error)
    app.add_exception_handler(RequestValidationError, _on_rejected)


def _on_domain_error(request: Request, error: Exception) -> Response:
    for_a_person = not request.url.path.startswith(API)
    if for_a_person and isinstance(error, SignInNeeded):
        return _lead_to(request, f"/login?{urlencode({'next': _here(request)})}")
    if for_a_person and isinstance(error, PasswordIsTemporary):
        return _lead_to(request, "/account")
    answer = answer_of(error)
    if isinstance(error, TooManyTries):
        answer = replace(answer, headers={"Retry-After": str(error.seconds)})
    return respond(request, answer, str(error), fields=_fields(request, error))


def _fields(request: Request, error: Exception) -> Sequence[Mapping[str, str]]:
    if not isinstance(error, Invalid):
        return ()
    tongue = edge_of(request).renderer.tongue(request)
    return [
        {"field": name, "problem": tongue.retell(problem)} for name, problem in error.fields.items()
    ]


def _lead_to(request: Request, path: str) -> Response:
    """Another page, whole: a part of a page that HTMX asked for must not be filled with it."""
    if "hx-request" in request.headers:
        return Response(status_code=401, headers={"HX-Redirect": path})
    return RedirectResponse(path, 303)


def _here(request: Request) -> str:
    """The page to come back to: this one, or the one whose form was sent."""
    asked = request.url
    if request.method not in SAFE_METHODS or "hx-request" in request.headers:
        came_from = urlsplit(request.headers.get("referer", ""))
        if came_from.netloc != request.headers.get("host"):
            return "/"
        return way_back(came_from.path + (f"?{came_from.query}" if came_from.query else ""))
    return way_back(asked.path + (f"?{asked.query}" if asked.query else ""))


def _on_http_error(request: Request, error: Exception) -> Response:
    error = cast("HTTPException", error)  # as registered above
    title = HTTP_TITLES.get(error.status_code, HTTP_TITLES[400])
    ours = error.detail if not error.detail.isascii() else ""  # the framework's words are English
    return respond(request, Answer(error.status_code, title, error.headers), ours or NO_PAGE)


def _on_rejected(request: Request, error: Exception) -> Response:
    error = cast("RequestValidationError", error)
    fields = [
        {"field": ".".join(str(part) for part in found["loc"][1:]), "problem": found["msg"]}
        for found in error.errors()
    ]
    names = "、".join(field["field"] for field in fields)
    detail = REJECTED.about(fields=names)
    return respond(request, Answer(422, HTTP_TITLES[422]), detail, fields=fields)
