"""Subtitles: SubRip (.srt) and WebVTT (https://www.w3.org/TR/webvtt1/).

What is said is read as one text, cue after cue: a quotation may go over several. Times, numbers, settings and tags are no part of it.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from dataclasses import dataclass

from muqabala.errors import InputError
from muqabala.formats.original import Original, TextMap, TextTaker
from muqabala.records import Place

_TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[,.](\d{1,3})"
_TIMING = re.compile(rf"(?m)^[ \t]*{_TIME}[ \t]*-->[ \t]*{_TIME}[^\r\n]*(?:\r\n|\r|\n|\Z)")
_NUMBER_LINE = re.compile(r"(?:\r\n?|\n|\A\ufeff?)[ \t]*\d+[ \t]*(?:\r\n?|\n)\Z")
_BLOCK_END = re.compile(r"(?:\r\n|\r(?!\n)|\n)[ \t]*(?:\r\n|\r|\n)|\Z")
_MARK = re.compile(r"</?[^<>\n]{1,80}>|\{\\[^{}\n]{1,80}\}|&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[A-Za-z]{2,8});|\r\n|\r|\n")
SRT = re.compile(rf"\A\ufeff?\s*\d+[ \t]*\r?\n[ \t]*{_TIME}[ \t]*-->")
VTT = re.compile(r"\A\ufeff?WEBVTT(?:[ \t\r\n]|\Z)")


@dataclass(frozen=True)
class _Cues:
    """The cues of a text: where each begins in it, and when it is shown (seconds)."""

    map: TextMap
    starts: list[int]
    times: list[tuple[float, float]]

    def place(self, start: int, end: int) -> Place | None:
        """The cues and times of a stretch, and where it stands in the file."""
        place = self.map.place(start, end)
        if place is None:
            return None
        first = max(1, bisect_right(self.starts, start))
        last = max(first, bisect_right(self.starts, max(start, end - 1)))
        place.cues = [first, last]
        place.times = [self.times[first - 1][0], self.times[last - 1][1]]
        return place


def subtitles(text: str, name: str) -> Original:
    """What subtitles say.

    Raises:
        InputError: there is no cue in them.
    """
    vtt = VTT.match(text) is not None
    taker, starts, times = TextTaker(text), [], []
    timings = [*_TIMING.finditer(text)]
    if not timings:
        raise InputError(f"{name}: no subtitle in it; each has a line «00:01:02,500 --> 00:01:04,000»")
    for timing, stop in zip(timings, [*(following.start() for following in timings[1:]), len(text)], strict=True):
        if taker.length:
            taker.put(" ", timing.start(), timing.start())
        starts.append(taker.length)
        times.append((_seconds(timing, 1), _seconds(timing, 5)))
        _take(taker, timing.end(), _payload_end(text, timing.end(), stop, last=stop == len(text)), vtt)
    said, map_ = taker.taken()
    return Original("vtt" if vtt else "srt", [said], _Cues(map_, starts, times).place, map=map_)


def _seconds(timing: re.Match[str], group: int) -> float:
    hours, minutes, seconds, part = (timing[group + i] for i in range(4))
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds) + float(f"0.{part}")


def _payload_end(text: str, start: int, stop: int, last: bool) -> int:
    """Where the words of a cue end: at an empty line, or before the number of the next cue where that line is missing."""
    if text[start : start + 2].lstrip(" \t")[:1] in ("\r", "\n"):
        return start
    end = _BLOCK_END.search(text, start, stop)
    until = end.start() if end else stop
    number = None if last else _NUMBER_LINE.search(text, start, until)
    return number.start() if number else until


def _take(taker: TextTaker, start: int, end: int, vtt: bool) -> None:
    """Take the words of a cue; its lines follow each other, but for one that begins with the dash of another speaker."""
    at = start
    for mark in _MARK.finditer(taker.source, start, end):
        said = mark[0]
        if said[0] == "&" and not vtt:
            continue
        taker.copy(at, mark.start())
        at = mark.end()
        if said[0] == "&":
            taker.put(html.unescape(said), mark.start(), mark.end())
        elif said[0] in "\r\n" and mark.end() < end:
            taker.put("\n" if taker.source[at : at + 1] in "-–—" else " ", mark.start(), mark.end())
    taker.copy(at, end)
