"""A profile as one HTML page."""

from __future__ import annotations

from muqabala.corpus.profile.tables import Profile
from muqabala.formats.messages import Lang


def render_profile(profile: Profile, lang: Lang = "ar") -> str:
    """The profile as one self-contained page."""
    return str(profile.about) + lang
