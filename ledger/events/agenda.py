"""The agenda: proposals, reports, opinions and resolutions of a meeting."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from ledger.bodies import ANNOUNCING
from ledger.event import BREAKDOWN, ITEM, JOINS, OCCURRENCE, PERSONS, About, GovernanceEvent, kind
from ledger.language import Both
from ledger.matter import Matter
from ledger.values import Choice, Code, Count, Names, PartialDate, Percent, Ref, Refs, Text, To, Votes, fold

AREA = "议案与决议"

OUTCOMES = ("resolution-passed", "resolution-failed", "proposal-withdrawn", "proposal-deferred")
"""What may become of an item in one meeting; only one of them can."""


class ResolutionType(Choice):
    """The majority that a resolution needs."""

    ORDINARY = "ordinary", "ordinary", "普通决议"
    SPECIAL = "special", "special", "特别决议"
    CUMULATIVE = "cumulative", "cumulative voting", "累积投票"


class OpinionType(Choice):
    """What an opinion says."""

    CONSENT = "consent", "consent", "同意"
    OBJECTION = "objection", "objection", "反对"
    RESERVATION = "reservation", "reservation", "保留"
    UNABLE = "unable", "unable to form an opinion", "无法发表意见"


EarlierApproval = Annotated[
    Refs | None, To("meeting"),
    About("前置审议", "earlier approval", "已先行审议的会议及议案，可有多项",
          "Meetings and items that approved it before",
          eg="meeting/audit-committee/2024H1-1#1；meeting/independent-directors/2024-1#1"),
]  # fmt: skip


class ItemEvent(GovernanceEvent):
    """One item of the agenda of a meeting."""

    meeting: Annotated[
        Ref,
        To("meeting"),
        JOINS,
        About(
            "会议",
            "meeting",
            "账本中的会议事项",
            "The meeting, as the ledger names it",
            eg="meeting/board/2-23",
        ),
    ]
    item: Annotated[
        Code | None,
        ITEM,
        About(
            "议案序号",
            "item",
            "议案序号，可有分项如 1.01",
            "Number on the agenda; parts as in 1.01",
            eg="1.01",
        ),
    ] = None
    title: Annotated[
        Text,
        About("议案名称", "title", "议案全称，不加书名号", "Full title, without title marks",
              eg="关于修订<公司章程>并办理工商备案的议案"),
    ]  # fmt: skip
    title_en: Annotated[
        Text | None, About("英文名称", "English title", "英文报告所用名称", "Title in English reports",
                           eg="Proposal to amend the Articles of Association and file them"),
    ] = None  # fmt: skip
    part_of: Annotated[
        Code | None,
        About(
            "所属议案",
            "part of",
            "分项所属议案的序号",
            "Number of the item that this is a part of",
            eg="1.00",
        ),
    ] = None


@kind(
    "提出议案",
    matter="meeting",
    zh_says="[{tabled_on}][{proposer}]提出议案《{title}》",
    en_says="Proposal “{title}” tabled[ by {proposer}][ on {tabled_on}]",
)
class ProposalTabled(ItemEvent):
    """A proposal was put on the agenda.

    议案列入议程。
    """

    tabled_on: Annotated[
        PartialDate | None, OCCURRENCE,
        About("提出日", "tabled on", "提出之日", "Day it was tabled", eg="2024-02-28"),
    ] = None  # fmt: skip
    proposer: Annotated[Text | None, About("提案人", "proposer", "提案人", "Who tabled it", eg="董事会")] = (
        None
    )
    holding: Annotated[
        Percent | None,
        About(
            "提案人持股比例",
            "proposer's holding",
            "股东提案时的持股比例",
            "Share held by a proposing shareholder",
            eg="3.00%",
        ),
    ] = None
    earlier_approval: EarlierApproval = None


@kind(
    "撤回议案",
    matter="meeting",
    zh_says="{withdrawn_on}撤回议案《{title}》[：{reason}]",
    en_says="Proposal “{title}” withdrawn on {withdrawn_on}[: {reason}]",
)
class ProposalWithdrawn(ItemEvent):
    """A proposal was withdrawn before the vote.

    议案在表决前撤回。
    """

    withdrawn_on: Annotated[
        PartialDate,
        OCCURRENCE,
        About("撤回日", "withdrawn on", "撤回之日", "Day it was withdrawn", eg="2024-03-01"),
    ]
    reason: Annotated[Text | None, About("原因", "reason", "撤回原因", "Why", eg="需补充材料")] = None


@kind(
    "暂缓表决",
    matter="meeting",
    zh_says="议案《{title}》暂缓表决[：{reason}]",
    en_says="Vote on “{title}” deferred[: {reason}]",
)
class ProposalDeferred(ItemEvent):
    """The vote on a proposal was put off to a later meeting.

    议案暂缓表决。
    """

    reason: Annotated[Text | None, About("原因", "reason", "暂缓原因", "Why", eg="两名独立董事书面提议")] = (
        None
    )
    asked_by: Annotated[
        Names | None,
        PERSONS,
        About("提议人", "asked by", "提议暂缓的人", "Who asked for it", eg="李四；王五"),
    ] = None


@kind(
    "提交股东会",
    matter="meeting",
    zh_says="议案《{title}》提交股东会审议[（{to}）]",
    en_says="“{title}” referred to the shareholders' meeting[ ({to})]",
)
class ProposalReferred(ItemEvent):
    """A proposal was referred to the shareholders' meeting.

    议案提交股东会审议。
    """

    to: Annotated[
        Ref | None,
        To("meeting"),
        About(
            "提交至", "to", "接受提交的会议", "Meeting that it goes to", eg="meeting/shareholders/2023-annual"
        ),
    ] = None


@kind(
    "听取汇报",
    matter="meeting",
    zh_says="听取《{title}》[，汇报人：{reporter}]",
    en_says="Report heard: “{title}”[, by {reporter}]",
)
class ReportHeard(ItemEvent):
    """The meeting heard a report without voting.

    会议听取汇报，不作表决。
    """

    reporter: Annotated[
        Text | None, PERSONS, About("汇报人", "reporter", "作汇报的人", "Who reported", eg="王五")
    ] = None


class VotedItem(ItemEvent):
    """An item that was voted on."""

    type: Annotated[
        ResolutionType | None, BREAKDOWN,
        About("决议类型", "type", "普通、特别或累积投票", "Ordinary, special or cumulative", eg="special"),
    ] = None  # fmt: skip
    votes: Annotated[
        Votes | None,
        About("表决结果", "votes", "同意-反对-弃权；股东会为股数", "For-against-abstained; in shares at a "
              "shareholders' meeting", eg="7-0-0"),
    ] = None  # fmt: skip
    recused: Annotated[
        Names | None,
        PERSONS,
        About("回避", "recused", "回避表决的人", "Who did not vote as interested", eg="张三"),
    ] = None
    minority_votes: Annotated[
        Votes | None,
        About(
            "中小股东表决",
            "minority votes",
            "中小投资者表决情况（股数）",
            "Votes of small holders, in shares",
            eg="1200000-3000-0",
        ),
    ] = None
    candidate: Annotated[
        Text | None,
        PERSONS,
        About("候选人", "candidate", "选举事项的候选人", "Candidate in an election", eg="王五"),
    ] = None
    votes_received: Annotated[
        Count | None,
        About("得票数", "votes received", "累积投票的得票数", "Votes in cumulative voting", eg="52000000"),
    ] = None
    against: Annotated[
        Names | None, PERSONS, About("反对者", "against", "投反对票的人", "Who voted against", eg="李四")
    ] = None
    abstained: Annotated[
        Names | None, PERSONS, About("弃权者", "abstained", "弃权的人", "Who abstained", eg="王五")
    ] = None
    dissent: Annotated[
        Text | None,
        About(
            "异议说明",
            "dissent",
            "反对或弃权的理由",
            "Reasons given against or for abstaining",
            eg="李四：依据不足",
        ),
    ] = None
    earlier_approval: EarlierApproval = None

    def contradictions(self, matter: Matter) -> Iterator[Both]:
        """No more votes than voters, parts within the whole, and one outcome of an item in a held meeting."""
        if matter.last("meeting-cancelled"):
            yield Both("the meeting is recorded as cancelled", "会议已记录为取消")
        yield from self._miscounted()
        yield from self._too_many(matter.last("meeting-held"))
        yield from self._otherwise(matter)

    def _miscounted(self) -> Iterator[Both]:
        """More small holders than holders, more names than votes."""
        parts = self.minority_votes
        if self.votes and parts and not _within(parts, self.votes):
            yield Both(f"more votes of small holders on “{self.title}” than of all",
                       f"《{self.title}》中小股东票数多于全部票数")  # fmt: skip
        for names, cast in ((self.against, "against"), (self.abstained, "abstain")):
            if self.votes and names and len(names) > getattr(self.votes, cast):
                yield Both(f"more names than votes on “{self.title}”: {names.show('en')}",
                           f"《{self.title}》反对或弃权的列名多于票数：{names.show('zh')}")  # fmt: skip

    def _too_many(self, held: Any) -> Iterator[Both]:
        """More votes than those present had: in shares at a shareholders' meeting, in heads elsewhere."""
        if not self.votes or not held:
            return
        if str(held.body) == "shareholders":
            cast, could = self.votes.cast, held.voting_shares
            could = None if self.type is ResolutionType.CUMULATIVE else could
        else:
            cast, could = self.votes.cast + len(self.recused or ()), held.voters
        if could is not None and cast > could:
            yield Both(f"{cast:,} votes and recusals on “{self.title}”, but only {could:,} could vote",
                       f"《{self.title}》表决及回避共 {cast:,} 票，而可表决者只有 {could:,}")  # fmt: skip

    def _otherwise(self, matter: Matter) -> Iterator[Both]:
        """The same item with another outcome, or voted on twice."""
        if matter.derived(_all_numbered_apart):
            return
        same = [other for other in matter.all(*OUTCOMES) if _same_item(self, other)]
        labels = {other.spec.slug: other.spec.label for other in same}
        if len(labels) > 1:
            told = [labels[slug] for slug in sorted(labels)]
            yield Both(
                f"“{self.title}” cannot be more than one of: {', '.join(label.en for label in told)}",
                f"《{self.title}》只能是其中之一：{'、'.join(label.zh for label in told)}",
            )
        elif len(same) > 1:
            yield Both(f"“{self.title}” is already voted on; give each item its own number",
                       f"《{self.title}》已有表决结果；不同议案请分别填写序号")  # fmt: skip

    def irregularities(self, matter: Matter) -> Iterator[Both]:
        """A vote that no held meeting has, or of somebody who was not there; dissent without reasons."""
        held = matter.last("meeting-held")
        if not held:
            yield Both("no entry says that the meeting was held", "没有会议召开的分录")
        elif str(held.body) != "shareholders":
            if self._dissented() and not self.dissent:
                yield Both("votes against or abstained without a reason", "有反对或弃权票但未说明理由")
            for name in self._not_there(held):
                yield Both(f"the attendance does not have {name}, who voted or was recused on “{self.title}”",
                           f"《{self.title}》中表决或回避的{name}不在出席人员之列")  # fmt: skip

    def _not_there(self, held: Any) -> Iterator[str]:
        """Those named on an item who neither attended nor were represented."""
        if held.attendance:
            there = {fold(name) for name in held.attendance.may_vote}
            for names in (self.against, self.abstained, self.recused):
                yield from (name for name in names or () if fold(name) not in there)

    def _dissented(self) -> bool:
        return bool(self.against or self.abstained or (self.votes and self.votes.cast > self.votes.for_))


@kind(
    "通过决议",
    matter="meeting",
    zh_says="审议通过《{title}》[（{votes}）][，回避：{recused}][，异议：{dissent}]",
    en_says="Passed: “{title}”[ ({votes})][; recused: {recused}][; dissent: {dissent}]",
)
class ResolutionPassed(VotedItem):
    """A proposal was voted on and passed.

    议案经表决通过。
    """

    def announcements(self, matter: Matter) -> tuple[object, ...] | None:
        """Those of its meeting; none are waited for where the body only advises."""
        held = matter.last("meeting-held")
        if held is None or str(held.body) not in ANNOUNCING:
            return None
        return tuple(filter(None, (held.announced_on, held.announcement)))

    def irregularities(self, matter: Matter) -> Iterator[Both]:
        """Passed though no more votes were cast for it than against it."""
        yield from super().irregularities(matter)
        votes = self.votes if self.type is not ResolutionType.CUMULATIVE else None
        if votes and votes.for_ <= votes.against:
            yield Both("passed with no more votes for than against", "同意票不多于反对票而通过")


@kind(
    "否决议案",
    matter="meeting",
    zh_says="议案《{title}》未获通过[（{votes}）][，回避：{recused}][，异议：{dissent}]",
    en_says="Failed: “{title}”[ ({votes})][; recused: {recused}][; dissent: {dissent}]",
)
class ResolutionFailed(VotedItem):
    """A proposal was voted on and did not pass.

    议案经表决未通过。
    """


@kind(
    "发表意见",
    matter="meeting",
    zh_says="{giver}就《{title}》发表{type}意见[：{opinion}]",
    en_says="Opinion of {giver} on “{title}”: {type}[: {opinion}]",
)
class OpinionGiven(ItemEvent):
    """A committee, the independent directors or a person gave an opinion on an item.

    委员会、独立董事或个人就议案发表意见。
    """

    giver: Annotated[
        Text, PERSONS, About("发表人", "giver", "发表意见的人或机构", "Who gave it", eg="独立董事")
    ]
    type: Annotated[
        OpinionType,
        BREAKDOWN,
        About("意见类型", "type", "同意、反对、保留、无法发表", "What it says", eg="consent"),
    ]
    opinion: Annotated[
        Text | None,
        About("意见内容", "opinion", "重要意见和建议", "Important opinions and advice", eg="建议加强披露"),
    ] = None
    response: Annotated[
        Text | None,
        About("采纳情况", "response", "意见和建议是否采纳", "Whether it was followed", eg="已采纳并补充披露"),
    ] = None


def _all_numbered_apart(matter: Matter) -> bool:
    """Whether each outcome has a number of its own, so that no two can be of the same item."""
    numbers = [outcome.item for outcome in matter.all(*OUTCOMES)]
    return None not in numbers and len(set(numbers)) == len(numbers)


def _same_item(one: Any, other: Any) -> bool:
    """The same number; without numbers, the same title. Each candidate in an election is an item."""
    candidates = getattr(one, "candidate", None), getattr(other, "candidate", None)
    if None not in candidates and candidates[0] != candidates[1]:
        return False
    if one.item and other.item:
        return bool(one.item == other.item)
    return bool(one.title == other.title)


def _within(part: Votes, whole: Votes) -> bool:
    return part.for_ <= whole.for_ and part.against <= whole.against and part.abstain <= whole.abstain
