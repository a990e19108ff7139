"""Texts of letters to bidders, beside those that stand in the Word templates."""

from __future__ import annotations

from typing import Final

from award_opt.texts.shape import Lang, Texts

LETTERS: Final[Texts] = {
    "letter_someone": {"nl": "een andere inschrijver", "en": "another bidder"},
    "letter_place": {"nl": "{rank} van {ranked}", "en": "{rank} of {ranked}"},
    "letter_ahead_only": {
        "nl": "Op {criterion} scoort de winnaar hoger: {best} tegen {own} punten.",
        "en": "On {criterion} the winner scores higher: {best} against {own} points.",
    },
    "letter_ahead_some": {
        "nl": "Op {criterion} scoren {ahead} van de {count} winnaars hoger dan uw {own} punten; de "
        "hoogste score is {best}.",
        "en": "On {criterion} {ahead} of the {count} winners score higher than your {own} points; "
        "the highest score is {best}.",
    },
    "letter_not_proven": {
        "nl": "brieven horen bij een bewezen gunning; deze heeft status '{status}'.",
        "en": "letters go with a proven award; this one has status '{status}'.",
    },
    "letter_simulation": {
        "nl": "deze gunning is een simulatie ({what_if}); daarover gaan geen brieven uit.",
        "en": "this award is a simulation ({what_if}); no letters go out about it.",
    },
    "letter_template": {
        "nl": "is geen sjabloon dat gevuld kan worden ({reason}); vergelijk het met het "
        "meegeleverde sjabloon.",
        "en": "is no template that can be filled ({reason}); compare it with the one that comes "
        "with the program.",
    },
    "letters_written": {
        "nl": "{count} {count:brief|brieven}",
        "en": "{count} {count:letter|letters}",
    },
}

MONTHS: Final[dict[Lang, tuple[str, ...]]] = {
    "nl": (
        "januari", "februari", "maart", "april", "mei", "juni",
        "juli", "augustus", "september", "oktober", "november", "december",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip
