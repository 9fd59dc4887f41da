"""How XML is parsed here: by expat, which says at which byte each thing stands, and without what an attacker could put into a declaration."""

from __future__ import annotations

from xml.parsers import expat


def parser_of(encoding: str | None = None, declarations: bool = False) -> expat.XMLParserType:
    """A parser that names elements «namespace local prefix», and refuses entities of the document's own.

    Args:
        encoding: of the bytes, if it is not what they say.
        declarations: whether there may be a document type at all.

    What it parses raises `ExpatError` where it is no XML and `ValueError` where it declares what it must not.
    """
    parser = expat.ParserCreate(encoding, " ")
    parser.namespace_prefixes = True
    parser.buffer_text = False
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)

    def refuse(*_: object) -> None:
        raise ValueError("it declares entities of its own, which are not read; write the characters themselves")

    def refuse_all(*_: object) -> None:
        raise ValueError("it has a document type, which a Word document must not have")

    parser.EntityDeclHandler = refuse
    if not declarations:
        parser.StartDoctypeDeclHandler = refuse_all
    return parser
