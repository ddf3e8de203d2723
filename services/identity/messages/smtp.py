"""Mail by SMTP: `smtp://[user:password@]host[:port]` takes TLS where the server offers it, `smtps://…` is TLS from the first byte.

A password is never sent in clear text, except to this very machine.
"""

from __future__ import annotations

import smtplib
import ssl
from contextlib import suppress
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Final
from urllib.parse import unquote, urlsplit

from services.identity.messages.carriers import Letter, NotCarried, PerhapsCarried, Refused
from services.kernel.clock import Clock, SystemClock

TIMEOUT_S: Final = 15
_HERE: Final = ("localhost", "127.0.0.1", "::1")


class SmtpCarrier:
    """Hands each mail to one SMTP server, over a connection of its own."""

    is_local = False

    def __init__(self, url: str, *, sender: str, clock: Clock | None = None) -> None:
        """`sender` is the From address, which must be allowed to send through this server."""
        parts = urlsplit(url)
        self._tls_at_once = parts.scheme == "smtps"
        self._host = parts.hostname or "localhost"
        self._port = parts.port or (465 if self._tls_at_once else 25)
        self._user, self._password = unquote(parts.username or ""), unquote(parts.password or "")
        self._sender = sender
        self._clock = clock or SystemClock()

    def carry(self, letter: Letter) -> None:
        try:
            server = self._connected()
        except (OSError, smtplib.SMTPException) as error:
            raise NotCarried(str(error)) from error
        try:
            server.send_message(self._mail(letter))
        except smtplib.SMTPResponseException as error:
            raise _meaning_of(error.smtp_code, error) from error
        except smtplib.SMTPRecipientsRefused as error:
            raise _meaning_of(max(code for code, _ in error.recipients.values()), error) from error
        except (OSError, smtplib.SMTPException) as error:
            raise PerhapsCarried(str(error)) from error
        finally:
            _hang_up(server)

    def _connected(self) -> smtplib.SMTP:
        tls = ssl.create_default_context()
        if self._tls_at_once:
            server: smtplib.SMTP = smtplib.SMTP_SSL(self._host, self._port, timeout=TIMEOUT_S, context=tls)
        else:
            server = smtplib.SMTP(self._host, self._port, timeout=TIMEOUT_S)
        try:
            server.ehlo()
            is_safe = self._tls_at_once or self._secured(server, tls)
            self._log_in(server, is_safe=is_safe)
        except BaseException:
            server.close()
            raise
        return server

    def _secured(self, server: smtplib.SMTP, tls: ssl.SSLContext) -> bool:
        if not server.has_extn("starttls"):
            return self._host in _HERE
        server.starttls(context=tls)
        server.ehlo()
        return True

    def _log_in(self, server: smtplib.SMTP, *, is_safe: bool) -> None:
        if not self._user:
            return
        if not is_safe:
            raise smtplib.SMTPException("the server offers no TLS, and a password is not sent without")
        server.login(self._user, self._password)

    def _mail(self, letter: Letter) -> EmailMessage:
        mail = EmailMessage()
        mail["From"] = self._sender
        mail["To"] = letter.recipient
        mail["Subject"] = letter.subject
        mail["Date"] = format_datetime(self._clock.now())
        mail["Message-ID"] = f"<{letter.message_id}@{self._sender.rpartition('@')[2]}>"
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(letter.body)
        return mail


def _hang_up(server: smtplib.SMTP) -> None:
    """Say goodbye; whatever the answer, the mail's fate is settled."""
    with suppress(OSError, smtplib.SMTPException):
        server.quit()
    server.close()


def _meaning_of(code: int, error: Exception) -> Exception:
    """4xx: later perhaps; 5xx: never. Either way the server said that it did not take the mail."""
    return Refused(str(error)) if code >= 500 else NotCarried(str(error))
