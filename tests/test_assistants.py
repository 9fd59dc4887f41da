"""The server for assistants, asked by the protocol's own client over standard input and output."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from muqabala.canon import store
from muqabala.text.marks import bare

pytest.importorskip("mcp.server", reason="the extra `mcp` is not installed")
from mcp import Client, StdioServerParameters
from mcp.types import CallToolResult

ROOT = Path(__file__).parent.parent
WRONG = "قال تعالى: ﴿لئن شكرتم لأزيدنكم ولئن جحدتم إن عذابي لشديد﴾. وقال: ﴿إنما المؤمنون إخوة﴾ [البقرة: 7]."
TOOLS = {"check_quotations", "find_passage", "get_passage", "collate_accounts"}


@pytest.fixture(scope="module", autouse=True)
def built() -> None:
    """The indexes, so that the server need not build them."""
    store.load_quran()
    store.load_hadith()


def asked(what: Callable[[Client], Awaitable[Any]]) -> Any:
    """What comes of asking a fresh server."""

    async def ask() -> Any:
        command = StdioServerParameters(
            command=sys.executable, args=["-m", "muqabala", "mcp"], env={**os.environ, "PYTHONPATH": str(ROOT / "src")}, cwd=ROOT
        )
        async with Client(command) as client:
            return await what(client)

    return asyncio.run(asyncio.wait_for(ask(), 120))


def text_of(result: CallToolResult) -> str:
    return "\n".join(block.text for block in result.content if block.type == "text")


def test_the_tools_and_their_answers() -> None:
    """One server, every tool: each answer fits the schema that the tool declares, and is short and quotable."""

    async def every(client: Client) -> dict[str, Any]:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        calls = [
            ("check_quotations", {"text": WRONG}),
            ("check_quotations", {"text": WRONG, "only_findings": True}),
            ("check_quotations", {"text": "نص لا اقتباس فيه"}),
            ("find_passage", {"words": "لا اكراه في الدين", "limit": 1}),
            ("find_passage", {"words": "إنما الأعمال بالنيات", "works": "hadith"}),
            ("get_passage", {"work": "quran", "ref": "112:1-2"}),
            ("get_passage", {"work": "bukhari", "ref": "1"}),
            (
                "collate_accounts",
                {
                    "accounts": {
                        "one": "ثم سار الأمير إلى الحصن يوم السبت، فأقام على حصاره أربعين يوما حتى فتحه صلحا، وكان أول من دخله عياض بن غنم",
                        "two": "وسار الأمير إلى الحصن، فأقام على حصاره ثلاثين ليلة حتى فتحه صلحا، وأول من دخله عياض",
                    }
                },
            ),
        ]
        return {"tools": tools, "answers": [(name, await client.call_tool(name, arguments)) for name, arguments in calls]}

    got = asked(every)
    assert set(got["tools"]) == TOOLS
    for tool in got["tools"].values():
        assert tool.description
        assert tool.annotations.read_only_hint
        assert all(p.get("description") for p in tool.input_schema["properties"].values())
    for name, answer in got["answers"]:
        assert not answer.is_error, text_of(answer)
        jsonschema.validate(answer.structured_content, got["tools"][name].output_schema)
    whole, only, none, verse, hadith, read, first, accounts = [answer for _, answer in got["answers"]]

    altered, right = whole.structured_content["quotations"]
    assert (altered["verdict"], altered["look"], altered["places"][0]["reference"]) == ("altered", True, "Qur'an 14:7 (إبراهيم)")
    assert [(e["written"], WRONG[e["start"] : e["end"]]) for e in altered["edits"]] == [("جحدتم", "جحدتم")]
    assert WRONG[right["start"] : right["end"]] == right["text"] == "إنما المؤمنون إخوة"
    assert (right["verdict"], right["look"]) == ("verbatim", False)
    assert whole.structured_content["references"][0]["verdict"] == "wrong"
    assert whole.structured_content["to_look_at"] == 2
    assert "written «جحدتم», source «كَفَرْتُمْ»" in text_of(whole)
    assert "Tanzil" in text_of(whole)
    assert len(text_of(whole)) < 1_200

    assert [q["verdict"] for q in only.structured_content["quotations"]] == ["altered"]
    assert none.structured_content["quotations"] == []
    assert verse.structured_content["matches"][0]["place"] == {"work": "quran", "ref": "2:256", "reference": "Qur'an 2:256 (البقرة)"}
    assert hadith.structured_content["matches"][0]["place"]["work"] != "quran"
    assert [p["place"]["ref"] for p in read.structured_content["passages"]] == ["112:1", "112:2"]
    assert bare(read.structured_content["passages"][1]["text"]) == "اللهالصمد"
    assert first.structured_content["sources"][0]["work"] == "bukhari"
    assert first.structured_content["parallels"]
    (conflict,) = [d for episode in accounts.structured_content["episodes"] for d in episode["differences"] if d["kind"] == "conflict"]
    assert {name: value["text"] for name, value in conflict["values"].items()} == {"one": "أربعين يوما", "two": "ثلاثين ليلة"}


def test_what_cannot_be_answered_is_said() -> None:
    calls = [
        ("get_passage", {"work": "quran", "ref": "2:300"}, "no such passage"),
        ("get_passage", {"work": "quran", "ref": "2:1-286"}, "at most 50 verses"),
        ("get_passage", {"work": "quran", "ref": "2:5-3"}, "no such passage"),
        ("get_passage", {"work": "torah", "ref": "1"}, "no such work; there are quran, bukhari"),
        ("collate_accounts", {"accounts": {"one": "نص"}}, "at least 2"),
        ("collate_accounts", {"accounts": {"one": "ن" * 300_000, "two": "ص" * 300_000}}, "600000 characters together"),
        ("check_quotations", {"text": ""}, "at least 1 character"),
        ("check_quotations", {"text": "ن" * 500_000}, "at most 400000 characters"),
        ("find_passage", {"words": "كلام", "works": "torah"}, "'quran,hadith'"),
        ("find_passage", {"words": "كلام", "limit": 0}, "greater than or equal to 1"),
    ]

    async def every(client: Client) -> list[CallToolResult]:
        answers = [await client.call_tool(name, arguments) for name, arguments, _ in calls]
        return [*answers, await client.call_tool("check_quotations", {"text": "نص \x00 \u202e \ufffd ﴿"})]

    *answers, hostile = asked(every)
    for (_, _, said), answer in zip(calls, answers, strict=True):
        assert answer.is_error
        assert said in text_of(answer)
        assert "Traceback" not in text_of(answer)
    assert not hostile.is_error


def test_many_quotations_are_cut_to_those_to_look_at() -> None:
    from muqabala.integrations.mcp import Tools

    text = "قال تعالى: ﴿إنما المؤمنون إخوة﴾.\n" * 5 + "قال تعالى: ﴿لئن شكرتم لأزيدنكم ولئن جحدتم إن عذابي لشديد﴾."
    answer = Tools().check_quotations(text, limit=2).structured_content
    assert answer is not None
    assert [(q["start"], q["look"]) for q in answer["quotations"]] == [(12, False), (text.rindex("لئن شكرتم"), True)]
    assert answer["left_out"] == 4


def test_it_says_that_the_extra_is_missing(tmp_path: Path) -> None:
    (tmp_path / "mcp.py").write_text("raise ModuleNotFoundError('no mcp', name='mcp')")
    path = os.pathsep.join([str(tmp_path), str(ROOT / "src")])
    done = subprocess.run(
        [sys.executable, "-m", "muqabala", "mcp"],
        capture_output=True, encoding="utf-8", timeout=60, check=False, env={**os.environ, "PYTHONPATH": path}, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert done.returncode == 3
    assert done.stderr == "muqabala: `muqabala mcp` needs the extra `mcp` (mcp is missing): pip install 'muqabala[mcp]'\n"


def test_only_the_protocol_is_on_standard_output() -> None:
    hello = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "initialize",
        "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "a", "version": "1"}},
    }
    done = subprocess.run(
        [sys.executable, "-m", "muqabala", "mcp"], input="not json\n" + json.dumps(hello) + "\n",
        capture_output=True, encoding="utf-8", timeout=60, check=False, env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )  # fmt: skip
    said = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["result"]["serverInfo"]["name"] for one in said if one.get("id") == 1] == ["muqabala"]
