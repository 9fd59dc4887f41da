"""The HTML report: what it holds, that nothing of the text becomes markup, and how it behaves in a browser."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from muqabala.formats import html as page
from muqabala.formats.html import MARGIN_OF_LONG, differing_letters, render_html  # noqa: F401
