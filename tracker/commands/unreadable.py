"""What is answered to a request that cannot be read and so reaches no page: in Chinese too, and without repeating it."""

from contextlib import suppress
from http import HTTPStatus

from gunicorn import util
from gunicorn.http import errors
from gunicorn.workers.gthread import ThreadWorker

SENTENCES = {
    HTTPStatus.REQUEST_URI_TOO_LONG: ("地址太长", "没有改动任何内容。请返回上一页，缩短搜索文字或少选几项，再查一次。"),
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE: (
        "浏览器发来的请求头太长",
        "没有改动任何内容。请清除浏览器里本网站的 Cookie，再重新登录。",
    ),
    HTTPStatus.BAD_REQUEST: ("这个请求看不懂", "没有改动任何内容。请从工作台重新进入。"),
}
STATUSES = (
    (errors.LimitRequestLine, HTTPStatus.REQUEST_URI_TOO_LONG),
    (errors.LimitRequestHeaders, HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE),
    (errors.ParseException, HTTPStatus.BAD_REQUEST),
)
OURS = (errors.InvalidResponseHeader, errors.InvalidResponseHeaderName, errors.ConfigurationProblem)
"""Faults of ours, whatever was asked."""
HEADERS = (
    "Connection: close",
    "Content-Type: text/html; charset=utf-8",
    "Cache-Control: no-store",
    "X-Content-Type-Options: nosniff",
    "Content-Security-Policy: default-src 'none'",
)


class Worker(ThreadWorker):
    """A worker that says so in the users' language when it cannot read a request."""

    def handle_error(self, req, client, addr, exc):
        status = next((status for kind, status in STATUSES if isinstance(exc, kind)), None)
        if status is None or isinstance(exc, OURS):
            super().handle_error(req, client, addr, exc)
            return
        self.log.warning("Invalid request from ip=%s: %s", (addr or ("",))[0], exc)
        with suppress(OSError):
            util.write_nonblock(client, answer(status))


def answer(status: HTTPStatus) -> bytes:
    """The whole answer, with a page of one sentence."""
    heading, sentence = SENTENCES[status]
    page = (
        f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{heading}</title></head>'
        f'<body><h1>{heading}</h1><p>{sentence}</p><p><a href="/">回到工作台</a></p></body></html>\n'
    ).encode()
    lines = (f"HTTP/1.1 {status.value} {status.phrase}", f"Content-Length: {len(page)}", *HEADERS, "", "")
    return "\r\n".join(lines).encode("ascii") + page
