"""The one seam to the network: everything routeplan asks of a server goes through `ask_server`."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TypeVar

import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt

from routeplan import __version__
from routeplan.errors import FetchError
from routeplan.i18n import _

T = TypeVar("T")

FIRST_WAIT_S = 2.0
LONGEST_CALL_S = 20.0
BUSY = frozenset({429, 502, 503, 504})
TIMED_OUT = 504


class AnswerError(FetchError):
    """One server gave no usable answer.

    Parameters
    ----------
    again
        Whether the same question may get an answer later.
    too_big
        Whether a smaller question may get an answer.
    retry_after_s
        Seconds the server asked to wait, or None.
    """

    def __init__(
        self,
        message: str,
        *,
        again: bool = True,
        too_big: bool = False,
        retry_after_s: float | None = None,
    ) -> None:
        super().__init__(message)
        self.again = again
        self.too_big = too_big
        self.retry_after_s = retry_after_s


@dataclass(frozen=True)
class Patience:
    """How long and how often a server is asked.

    Parameters
    ----------
    attempts
        Questions to one server, at least 1.
    longest_wait_s
        Longest wait between two attempts, whatever the server asks for.
    sleep
        What waits; tests pass their own.
    on_wait
        Told the reason and the seconds before each wait, or None.
    """

    attempts: int
    longest_wait_s: float
    sleep: Callable[[float], None] = time.sleep
    on_wait: Callable[[str, float], None] | None = None


def open_client(*, timeout_s: float, transport: httpx.BaseTransport | None = None) -> httpx.Client:
    """Return a client that says who asks.

    Parameters
    ----------
    timeout_s
        Longest silence of a server, above 0.
    transport
        What carries the questions; None for the network.
    """
    agent = f"routeplan/{__version__} (patrol route planner; python-httpx/{httpx.__version__})"
    # A server that does not even take the call is given up earlier.
    timeout = httpx.Timeout(timeout_s, connect=min(timeout_s, LONGEST_CALL_S))
    return httpx.Client(headers={"User-Agent": agent}, timeout=timeout, transport=transport)


def ask_server(
    client: httpx.Client,
    url: str,
    form: dict[str, str],
    *,
    read: Callable[[bytes], T],
    patience: Patience,
) -> T:
    """Post `form` to `url` and return what `read` makes of the body of the answer.

    Busy servers, lost connections and cut-off bodies are asked again after doubling waits, or
    those that the server asks for (``Retry-After``). A server that keeps silent until the
    client's time-out is not asked again.

    Parameters
    ----------
    read
        Raises `AnswerError` if a body is not to be used.

    Raises
    ------
    AnswerError
        The last failure, when asking again does not help or has been tried often enough.
    """
    retrying = Retrying(
        retry=retry_if_exception(lambda error: isinstance(error, AnswerError) and error.again),
        stop=stop_after_attempt(patience.attempts),
        wait=lambda state: _choose_wait(state, longest_s=patience.longest_wait_s),
        sleep=patience.sleep,
        before_sleep=lambda state: _tell_wait(state, patience),
        reraise=True,
    )
    answer: T = retrying(_ask_once, client, url, form, read=read)
    return answer


def _ask_once(
    client: httpx.Client, url: str, form: dict[str, str], *, read: Callable[[bytes], T]
) -> T:
    try:
        response = client.post(url, data=form)
    except (httpx.ReadTimeout, httpx.WriteTimeout):
        raise AnswerError(_("no answer in time"), again=False, too_big=True) from None
    except (httpx.InvalidURL, httpx.UnsupportedProtocol, UnicodeError) as error:
        # UnicodeError: a name of a server that DNS cannot spell.
        message = _("not a web address ({reason})").format(reason=error)
        raise AnswerError(message, again=False) from None
    except httpx.HTTPError as error:
        # A body shorter than its Content-Length ends up here too.
        reason = str(error) or type(error).__name__
        raise AnswerError(
            _("no connection, or it broke off ({reason})").format(reason=reason)
        ) from None
    if response.status_code != httpx.codes.OK:
        raise AnswerError(
            f"HTTP {response.status_code} {response.reason_phrase}".rstrip(),
            again=response.status_code in BUSY,
            too_big=response.status_code == TIMED_OUT,
            retry_after_s=_read_retry_after(response.headers.get("Retry-After")),
        )
    return read(response.content)


def _choose_wait(state: RetryCallState, *, longest_s: float) -> float:
    error = state.outcome.exception() if state.outcome else None
    asked = error.retry_after_s if isinstance(error, AnswerError) else None
    wait_s = FIRST_WAIT_S * 2 ** (state.attempt_number - 1) if asked is None else asked
    return min(max(wait_s, 0.0), longest_s)


def _tell_wait(state: RetryCallState, patience: Patience) -> None:
    if patience.on_wait is not None and state.outcome and state.next_action:
        patience.on_wait(str(state.outcome.exception()), state.next_action.sleep)


def _read_retry_after(value: str | None) -> float | None:
    """Return the seconds of a Retry-After header: a number or an HTTP date (RFC 9110, 10.2.3)."""
    if value is None:
        return None
    if value.strip().isdecimal():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return (moment - datetime.now(UTC)).total_seconds()
