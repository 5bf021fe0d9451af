"""The booth's words, in every language at once: the page changes between them without a reload."""

from flask import render_template
from flask_babel import force_locale  # type: ignore[import-untyped]  # no py.typed in 4.0

from voting.findings import Language
from voting.language import LANGUAGES
from voting.rules.profile import Level, Text
from voting.services.reading import ConferenceView
from voting.views.bars import level_marks

_DELEGATE = "đồng chí"  # how the sentences address a delegate, before the rules say how


def booth_bodies(view: ConferenceView) -> dict[Language, str]:
    """Render the booth's body once a language."""
    return {language: _body(view, language) for language in LANGUAGES}


def _body(view: ConferenceView, language: Language) -> str:
    profile = view.definition.profile

    def said(text: Text | Level) -> str:
        return text.in_language(language)

    def told(sentence: str) -> str:
        """Address the delegate as the rules do; English sentences say "you"."""
        word = profile.address.vi
        capital = word[:1].upper() + word[1:]
        return sentence.replace(_DELEGATE, word).replace(_DELEGATE.capitalize(), capital)

    with force_locale(language):
        return render_template(
            "booth/body.html",
            view=view,
            language=language,
            said=said,
            told=told,
            marks=level_marks([level.id for level in profile.levels]),
        )
