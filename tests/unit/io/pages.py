"""Pages, archives and feeds for tests, made here."""

from __future__ import annotations

import hashlib


def page(title: str = "Harbour opens", paragraphs: int = 9, body: str = "") -> str:
    """A page as a small newspaper has it."""
    text = "".join(
        f"<p>The café at berth {n} opened again on Monday, the port authority said.</p>"
        for n in range(paragraphs)
    )
    return (
        f"<html><head><title>{title}</title>"
        "<meta property='og:site_name' content='Daily Gull'>"
        "<meta property='article:published_time' content='2024-05-02'></head>"
        "<body><nav><a href='/'>Home</a></nav>"
        f"<article><h1>{title}</h1>{body or text}</article>"
        "<footer>All rights</footer></body></html>"
    )


def warc_record(
    payload: bytes | str,
    *,
    uri: str = "https://gull.example/harbour",
    kind: str = "response",
    status: str = "200 OK",
    http: str = "Content-Type: text/html; charset=utf-8\r\n",
    media: str = "application/http; msgtype=response",
) -> bytes:
    """One record of an archive."""
    body = payload.encode() if isinstance(payload, str) else payload
    if kind == "response":
        body = f"HTTP/1.1 {status}\r\n{http}\r\n".encode() + body
    name = hashlib.sha256(uri.encode()).hexdigest()[:12]
    head = (
        f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{name}>\r\n"
        f"WARC-Target-URI: {uri}\r\nWARC-Date: 2024-05-02T08:00:00Z\r\n"
        f"Content-Type: {media}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n\r\n"


def archive(count: int = 5) -> list[bytes]:
    """Records of different pages."""
    return [
        warc_record(page(f"Harbour {n} opens"), uri=f"https://gull.example/{n}")
        for n in range(count)
    ]
