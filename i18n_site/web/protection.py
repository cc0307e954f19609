"""Who may read what a password guards (rule 27). Every surface asks `may_read`; nothing else opens a protected document.

A visitor who knows the password gets a signed cookie for that document alone, good for one hour, in every language. What it
guards comes from the protected part of the release, which only this module reads.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from flask import Response, current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.exceptions import ServiceUnavailable

from i18n_site.errors import ConfigError, ReleaseError, WriteError
from i18n_site.passwords import check_password
from i18n_site.publish.release import FileView, Page, ProtectedStore, Release, open_protected, open_release
from i18n_site.web import security
from i18n_site.web.attempts import Attempts, Refused

HOUR: Final = 60 * 60
"""Seconds that a document stays open."""
COOKIE: Final = "unlocked"
"""How the name of a document's cookie begins."""
SHORTEST_KEY: Final = 16
"""Characters of SECRET_KEY: what signs must not be guessed."""

_ADVICE: Final = (
    "set I18N_SECRET_KEY to a long random text, the same for every worker; "
    'one is printed by: python -c "import secrets; print(secrets.token_hex(32))"'
)


@dataclass(frozen=True, slots=True)
class Wrong:
    """A password that opens nothing."""

    empty: bool
    """None was given at all; it was not counted."""


def check_key(key: str | None, release: Path) -> None:
    """Raise ConfigError where visitors of a release would meet locks that no server without SECRET_KEY can open."""
    if key is not None and len(key) < SHORTEST_KEY:
        raise ConfigError(f"SECRET_KEY has fewer than {SHORTEST_KEY} characters", path="the environment", advice=_ADVICE)
    if key is None and _has_protected(release):
        raise ConfigError("the site has protected documents, and no SECRET_KEY", path="the environment", advice=_ADVICE)


def _has_protected(path: Path) -> bool:
    try:
        with open_release(path) as release:
            return release.has_protected()
    except ReleaseError:  # there is nothing to serve yet, which every page will say
        return False


def may_read(release: Release, documents: Iterable[str]) -> bool:
    """Whether the visitor of this request has opened one of these protected documents. Raises ReleaseError."""
    return any(_is_open(release, document) for document in documents)


def revealed(release: Release, locale: str, page: Page) -> Page | None:
    """The page with its body: as it is where no password guards it, whole where it is open, None where it is shut."""
    if not page.protected:
        return page
    if not may_read(release, (page.document,)):
        return None
    body = _store(release).body(locale, page.document)
    if body is None:
        raise ReleaseError(f"there is no body of {page.document} in {locale}", advice="run i18n-site compile")
    return replace(page, html=body.html, intro=body.intro, event=body.event, image=body.image)


def guarded_file(release: Release, path: str) -> tuple[FileView, bytes | None] | None:
    """A file of protected documents, with its bytes where it lies in no folder, for visitors who have opened one of them.

    None for others, as if it were not there.
    """
    if not any(name.startswith(f"{COOKIE}-") for name in request.cookies):
        return None
    store = _store(release)
    entry = store.file(path)
    return (entry, store.made_file(path)) if entry is not None and may_read(release, entry.protected_by) else None


def try_password(release: Release, document: str, password: str) -> Wrong | Refused | None:
    """Judge a password for a document: None where it is right. The attempt is counted before anything is hashed.

    Raises ServiceUnavailable where the server has no key, or cannot count.
    """
    key = _key()
    if key is None:
        current_app.logger.error("%s", ConfigError("a protected document cannot be opened without SECRET_KEY", advice=_ADVICE))
        raise ServiceUnavailable(retry_after=HOUR)
    if not password:
        return Wrong(empty=True)
    stored = _store(release).password_hash(document)
    attempts = Attempts(current_app.config["ATTEMPTS"], key)
    try:
        attempt = attempts.begin(request.remote_addr or "", document)
        if isinstance(attempt, Refused):
            return attempt
        if not check_password(password, stored):
            return Wrong(empty=False)
        attempts.take_back(attempt)
    except WriteError as error:
        current_app.logger.error("%s", error)
        raise ServiceUnavailable(retry_after=60) from error
    return None


def let_in(response: Response, release: Release, document: str) -> None:
    """Give the visitor the cookie that opens a document for an hour."""
    proof = _signer(_key() or "").dumps([document, _fingerprint(release, document)])
    response.set_cookie(
        cookie_of(document),
        proof if isinstance(proof, str) else proof.decode(),
        max_age=HOUR,
        secure=security.is_https(release.site.base_url),
        httponly=True,
        samesite="Lax",
    )


def cookie_of(document: str) -> str:
    """The name of the cookie that opens a document: one for each, so that none closes another."""
    return f"{COOKIE}-{hashlib.sha256(document.encode()).hexdigest()[:16]}"


def _is_open(release: Release, document: str) -> bool:
    proof, key = request.cookies.get(cookie_of(document)), _key()
    if proof is None or key is None:
        return False
    try:
        said = _signer(key).loads(proof, max_age=HOUR)
    except BadData:
        return False
    return isinstance(said, list) and said == [document, _fingerprint(release, document)]


def _fingerprint(release: Release, document: str) -> str:
    """Ties a cookie to the password of its day: a new one shuts the document to those who knew the old."""
    stored = _store(release).password_hash(document)
    return hmac.digest((_key() or "").encode(), stored.encode(), hashlib.sha256).hex()[:32]


def _store(release: Release) -> ProtectedStore:
    return open_protected(current_app.config["RELEASE"], release.id)


def _key() -> str | None:
    key: str | None = current_app.config.get("SECRET_KEY")
    return key


def _signer(key: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(key, salt="i18n-site protected document", signer_kwargs={"digest_method": hashlib.sha256})
