"""What ``routeplan plan --what-if`` prints."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from routeplan.cli.common import align_columns
from routeplan.i18n import _

if TYPE_CHECKING:
    from routeplan.planning.pipeline import SolvedShift
    from routeplan.planning.what_if import Answer


def word_what_if(solved: SolvedShift) -> Iterator[str]:
    """Yield the lines that tell what other units and hours would gain."""
    from routeplan.planning.what_if import answer_what_if

    answers = answer_what_if(solved)
    yield ""
    heads = (_("What if"), _("Worth"), _("Share of the risk"))
    rows = [(_word_question(answer), *_word_gain(answer)) for answer in answers]
    yield from align_columns([heads, *rows], right=(1, 2))
    for answer in answers:
        if answer.is_refused:
            yield f"{_word_question(answer)}: {_word_refusal(answer)}"


def _word_question(answer: Answer) -> str:
    from routeplan.wording import describe_vehicle

    if answer.unit is None:
        is_longer = answer.question == "longer"
        return _("two hours longer") if is_longer else _("nothing changed, searched once more")
    name = answer.unit.title
    vehicle = describe_vehicle(answer.unit.vehicle)
    if answer.question == "one_more_unit":
        return _("one more unit like {unit}, {vehicle}").format(unit=name, vehicle=vehicle)
    return _("{unit}: {new} instead of {old}").format(
        unit=name, new=describe_vehicle("R2"), old=vehicle
    )


def _word_gain(answer: Answer) -> tuple[str, str]:
    from routeplan.wording import format_number, format_share

    if answer.is_refused:
        return "-", "-"
    # adding 0 takes the sign off what rounds to nothing
    worth, share = round(answer.gain, 1) + 0.0, round(answer.share, 3) + 0.0
    return (
        _add_sign(worth, format_number(worth, decimals=1)),
        _add_sign(share, format_share(share, decimals=1)),
    )


def _add_sign(value: float, text: str) -> str:
    return f"+{text}" if value > 0 else text


def _word_refusal(answer: Answer) -> str:
    return answer.refusal or _("no plan was found that keeps everything that is required.")
