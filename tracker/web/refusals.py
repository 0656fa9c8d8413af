"""From what went wrong to a page that says what happened and what to do."""

import logging
from urllib.parse import urlsplit
from uuid import uuid4

from flask import Flask, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError

from tracker.errors import NotAllowed, NotThere, Refusal
from tracker.operations import access
from tracker.storage.queries.audit import giving_up_of
from tracker.vocabulary import AccountRole
from tracker.web.causes import because
from tracker.web.formatting import moment
from tracker.web.kept_words import CHOSEN, SENT_ALONG, field_name, field_value, is_left_blank
from tracker.web.people import ask_nobody, person
from tracker.web.signing_in import destination

log = logging.getLogger(__name__)

SENTENCES = {
    400: ("这个地址看不懂", "地址不完整或者写法有误。请从上面的栏目重新进入。"),
    401: ("登录已经结束", "没有执行这一步，填的内容已经留着。请重新登录，登录后会提示您继续。"),
    404: ("没有这一页", "地址可能抄错了，或者这一条已经不在库里。请从台账里查找。"),
    405: ("这一页只能查看", "没有改动任何内容。请返回上一页，用页面上的按钮操作。"),
    408: ("传得太慢，中断了", "没有保存任何内容。请检查网络后再试一次；文件很大时，换到有线网络上传。"),
    413: ("内容太大", "没有保存任何内容。请分开提交，或者换一个小一些的文件。"),
    414: ("地址太长", "请缩短搜索文字，再查一次。"),
}

LONG = 12
"""Letters of a text that is worth copying, and all that was typed beside it."""
SECRET = {"csrf_token", "password", "old", "new", "again", "key"}
"""Fields that are shown to nobody."""
CANNOT_BE = 409
"""The answer to what cannot be done."""
STATUS = {NotAllowed: 403, NotThere: 404}
"""What is refused otherwise."""
GONE = (403, 404)
"""Answers to a form whose place is not there any more, or not for whoever sent it."""
FOREIGN = (
    "没有保存任何内容：这份表单不是从本系统刚打开的页面提交的，或者打开它以后退出过、换过账号。"
    "请先复制下面留着的内容，核对右上角的账号，从栏目里进入那一页，再提交一次。"
)
SIGNED_OUT = (
    "没有保存任何内容：打开这份表单以后，登录已经结束。请先复制下面留着的内容，再登录，进入那一页，再提交一次。"
)


def init_app(app: Flask) -> None:
    app.register_error_handler(Refusal, show_refusal)
    app.register_error_handler(HTTPException, show_http_error)
    app.register_error_handler(CSRFError, show_forgery)
    app.register_error_handler(InternalServerError, show_fault)


def show_refusal(refusal: Refusal):
    """What was refused, in the refusal's own sentence."""
    because(refusal)
    status = status_of(refusal)
    heading = "没有权限" if status == 403 else "这一步没有做"
    return _page(heading, str(refusal), _typed()), status


def status_of(refusal: Refusal) -> int:
    """The status of an answer that says what was refused: what is another's is not there."""
    return next((status for kind, status in STATUS.items() if isinstance(refusal, kind)), CANNOT_BE)


def _typed(*, at_least=LONG):
    """What a form brought that came to nothing, to be copied, each with what it is called: it is nowhere else. Nothing
    where no text was written at such length."""
    fields = [(name, text) for name, text in request.form.items(multi=True) if text and not _is_untold(name)]
    if not any(len(text) >= at_least for _, text in fields):
        return []
    return [(field_name(name), field_value(name, text)) for name, text in fields]


def _is_untold(name):
    return name in SECRET | SENT_ALONG | CHOSEN or name.endswith(("csrf_token", "-offered")) or is_left_blank(name, request.form)


def show_http_error(error: HTTPException):
    """An answer that is no page; redirects and the like pass as they are."""
    if error.response is not None or (error.code or 500) < 400:
        return error
    heading, sentence = _given_up(error.code) or SENTENCES.get(error.code, ("这一步做不了", "没有改动任何内容。请返回上一页重试。"))
    typed = _typed() if error.code in GONE else []
    page = _page(heading, sentence, typed)
    return page, error.code, [header for header in error.get_headers() if header[0] == "Allow"]


def _given_up(code):
    """Of a cycle that was given up, what its own office is told; nobody else learns that there was one."""
    who, cycle_id = person(), (request.view_args or {}).get("cycle_id")
    if code != 404 or cycle_id is None or who is None or AccountRole.OFFICE not in who.roles:
        return None
    event = giving_up_of(cycle_id, who.group_id)
    return event and (
        "这个报送周期已经放弃",
        f"{event.who}在 {moment(event.at)} 放弃了这个报送周期，它和在里面定下的内容都已经删去，不能恢复；文件和任务不受影响。"
        "理由记在审计记录里，可以请审计员查。请从“报送周期”进入别的周期。",
    )


def show_forgery(error: CSRFError):
    """A form that was not sent from a page of ours, or whose browser has forgotten the session or ended the sign-in;
    what was typed is given back to be copied, for it is nowhere else. Nothing of it is kept: nobody vouches for it."""
    if person() is None and access.right(None, request.endpoint) is None:
        return signed_out()
    return _given_back("这一步没有做", FOREIGN, error.code)


def signed_out():
    """A form that came after the sign-in was over and is not kept, be it that nobody knows whose it is: the same is said
    of whoever it was, and of an account that may not sign in any more."""
    return _given_back("登录已经结束", SIGNED_OUT, 401, came_from=_came_from())


def has_typed() -> bool:
    """Whether a form brought anything that may be given back."""
    return bool(_typed(at_least=1))


def _given_back(heading, sentence, status, came_from=None):
    if request.accept_mimetypes.best == "application/json":
        return {"sentence": sentence}, status
    return _page(heading, sentence, _typed(at_least=1), came_from), status


def _page(heading, sentence, typed, came_from=None):
    more = {"typed": typed, "came_from": came_from, "stood_on": _stood_on()}
    return render_template("errors/refusal.html", heading=heading, sentence=sentence, **more)


def _stood_on():
    """The page of ours on which a form stood, None where the browser does not say it."""
    page = destination(_came_from())
    return None if page == url_for("desk.show") else page


def _came_from():
    """The page on which a form stood, as far as the browser says it: the sign-in looks whether it may lead there."""
    try:
        return urlsplit(request.referrer or "")._replace(scheme="", netloc="", fragment="").geturl()
    except ValueError:
        return ""


def show_fault(error: InternalServerError):
    """A fault of ours: the page has a number by which the log tells what it was, and nothing else about it."""
    ask_nobody()
    reference = uuid4().hex[:8].upper()
    log.error("fault %s", reference, exc_info=error.original_exception or error)
    return render_template("errors/500.html", reference=reference), 500
