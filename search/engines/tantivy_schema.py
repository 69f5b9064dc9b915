"""What does the embedded index hold of a document? Our tokens, exact values, and the title as written.

Title and body each have three fields of tokens: words (with counts, for ranking), pairs (with
places, for finding inside words and for phrases) and units (for single characters, parts and
beginnings of grades). Latin words stand once more by themselves, for typos. Tantivy only splits at
blanks; it never analyses.
"""

import tantivy

from search.analysis.indexing import read_tokens
from search.contract import Document, IndexSettings
from search.engines.checking import check_document, document_digest

ID, TITLE, DIGEST = "id", "title", "digest"
TITLE_WORDS, TITLE_PAIRS, TITLE_UNITS = "title_words", "title_pairs", "title_units"
BODY_WORDS, BODY_PAIRS, BODY_UNITS = "body_words", "body_pairs", "body_units"
LATIN = "latin"
# A new way of cutting makes old folders unreadable, by name, instead of quietly finding less.
_ANALYSIS = "analysis_1"


def facet_field(name: str) -> str:
    """The field of a facet."""
    return f"facet_{name}"


def number_field(name: str) -> str:
    """The field of a number."""
    return f"number_{name}"


def make_schema(settings: IndexSettings) -> tantivy.Schema:
    """The fields, in an order that never changes for the same settings."""
    builder = tantivy.SchemaBuilder()
    # Raw and text: deleting by an unsigned key deletes nothing and says nothing. Fast: ties are
    # settled by it.
    builder.add_text_field(ID, stored=True, fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_bytes_field(TITLE, stored=True)
    builder.add_bytes_field(DIGEST, stored=True)
    for name, option in (
        (TITLE_WORDS, "freq"),
        (TITLE_PAIRS, "position"),
        (TITLE_UNITS, "freq"),
        (BODY_WORDS, "freq"),
        (BODY_PAIRS, "position"),
        (BODY_UNITS, "freq"),
        (LATIN, "basic"),
    ):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option=option)
    for name in settings.facets:
        builder.add_text_field(
            facet_field(name), fast=True, tokenizer_name="raw", index_option="basic"
        )
    for name in settings.numbers:
        builder.add_float_field(number_field(name), fast=True, indexed=True)
    builder.add_bytes_field(_ANALYSIS)
    return builder.build()


def make_document(document: Document, settings: IndexSettings) -> tantivy.Document:
    """Our document as Tantivy's."""
    check_document(document, settings)
    made = tantivy.Document()
    made.add_text(ID, document.id)
    made.add_bytes(TITLE, document.title.encode())
    made.add_bytes(DIGEST, document_digest(document).encode())
    latin = _add_text(made, document.title, (TITLE_WORDS, TITLE_PAIRS, TITLE_UNITS))
    if document.body:
        latin += _add_text(made, document.body, (BODY_WORDS, BODY_PAIRS, BODY_UNITS))
    if latin:
        made.add_text(LATIN, " ".join(latin))
    for name, value in document.facets.items():
        made.add_text(facet_field(name), value)
    for name, number in document.numbers.items():
        made.add_float(number_field(name), float(number))
    return made


def _add_text(made: tantivy.Document, text: str, fields: tuple[str, str, str]) -> list[str]:
    """Add the three fields of one text; give back its Latin words."""
    for_words, for_pairs, for_units = fields
    tokens = read_tokens(text)
    made.add_text(for_words, " ".join(tokens.words))
    made.add_text(for_pairs, " ".join(tokens.pairs))
    made.add_text(for_units, " ".join(tokens.singles))
    return [word for word in tokens.words if word.isascii() and word.isalpha()]
