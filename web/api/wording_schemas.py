"""What are programs told about the words of a search: other names, near things, what may be typed?"""

from typing import Annotated, Self

from pydantic import BaseModel, Field

from matchmaking.finding.suggesting import Suggestion
from matchmaking.finding.wanted import LONGEST_TEXT
from matchmaking.finding.wording import Also, Beside
from web.api.schemas import NoParameters
from web.security import WITHOUT_ZERO


class AlsoOut(BaseModel):
    """A word and the other names it was looked for by."""

    written: str
    name: str = Field(description="标准名称；写的就是它，或是主管部门的同义词时为空")
    others: list[str]

    @classmethod
    def of(cls, one: Also) -> Self:
        return cls(written=one.written, name=one.name, others=list(one.others))


class BesideOut(BaseModel):
    """Something near a typed word."""

    name: str
    narrower: bool = Field(description="true 为更窄的，false 为更宽的")

    @classmethod
    def of(cls, one: Beside) -> Self:
        return cls(name=one.name, narrower=one.narrower)


class SuggestParameters(NoParameters):
    """What has been typed so far."""

    q: Annotated[str, Field(max_length=LONGEST_TEXT, pattern=WITHOUT_ZERO)] = Field(
        "", description="已经写下的"
    )


class SuggestionOut(BaseModel):
    """A product or service to look for."""

    text: str = Field(description="选中后应换上的全文")
    name: str
    matched: str = Field(description="写下的是它的哪个别的名称；是标准名称时为空")
    division: str = Field(description="所属行业大类")

    @classmethod
    def of(cls, one: Suggestion) -> Self:
        return cls(text=one.text, name=one.name, matched=one.matched, division=one.division)


class SuggestionsOut(BaseModel):
    """What somebody may be about to type, the best first."""

    suggestions: list[SuggestionOut]
