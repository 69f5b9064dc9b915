"""How can a call go wrong? The answers that many routes share, for the description of the interface."""

from typing import Any

from web.api.schemas import Problem

PROBLEM: dict[str, Any] = {"model": Problem, "content": {"application/problem+json": {}}}
# Every route with `allow` of something that is not public.
WHO_MAY: dict[int | str, dict[str, Any]] = {
    401: PROBLEM | {"description": "没有密钥，或密钥不对、已停用"},
    403: PROBLEM | {"description": "这个角色不能做这件事"},
}
# Every route; 400 and 422 for what cannot be read or is filled in wrongly.
ANY: dict[int | str, dict[str, Any]] = {
    400: PROBLEM | {"description": "地址或内容读不出来"},
    422: PROBLEM | {"description": "参数或内容有误，errors 逐项说明"},
}
# Routes that look one thing up, and routes that change something.
LOOK_UP: dict[int | str, dict[str, Any]] = {404: PROBLEM | {"description": "没有找到"}}
WRITE: dict[int | str, dict[str, Any]] = {
    409: PROBLEM | {"description": "与现在的情况冲突，或同一写入正在进行"}
}
