"""Offices: persons nominated, appointed and leaving."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated

from ledger.event import BREAKDOWN, OCCURRENCE, PERSONS, About, GovernanceEvent, kind
from ledger.fields import Announcement, ApprovedAt
from ledger.language import Both
from ledger.matter import Matter
from ledger.values import Choice, Count, PartialDate, Ref, Text, To, segment

AREA = "任职"


class Post(Choice):
    """What a person is in the body; the name as printed is a field of its own."""

    CHAIR = "chair", "chair of the board", "董事长"
    VICE_CHAIR = "vice-chair", "vice chair of the board", "副董事长"
    SUPERVISORY_CHAIR = "supervisory-chair", "chair of the supervisory board", "监事会主席"
    CONVENER = "convener", "convener", "召集人"
    MEMBER = "member", "member", "成员"
    GENERAL_MANAGER = "general-manager", "general manager", "总经理"
    DEPUTY_GENERAL_MANAGER = "deputy-general-manager", "deputy general manager", "副总经理"
    FINANCE_DIRECTOR = "finance-director", "chief financial officer", "财务总监"
    BOARD_SECRETARY = "board-secretary", "board secretary", "董事会秘书"
    SECURITIES_REPRESENTATIVE = "securities-representative", "securities representative", "证券事务代表"
    OTHER = "other", "other post", "其他职务"


class Quality(Choice):
    """In what quality a person sits in the body, apart from the post."""

    EXECUTIVE = "executive", "executive", "执行"
    NON_EXECUTIVE = "non-executive", "non-executive", "非执行"
    INDEPENDENT = "independent", "independent", "独立"
    EMPLOYEE = "employee", "employee representative", "职工代表"


class Expertise(Choice):
    """The expertise that the rules ask some seats to have."""

    ACCOUNTING = "accounting", "accounting expert", "会计专业人士"
    LEGAL = "legal", "legal expert", "法律专业人士"
    INDUSTRY = "industry", "industry expert", "行业专业人士"


class Manner(Choice):
    """How the person came into office."""

    ELECTED = "elected", "elected", "选举"
    EMPLOYEES = "employees", "elected by the employees", "职工民主选举"
    ENGAGED = "engaged", "engaged by the board", "聘任"


class LeavingReason(Choice):
    """Why a person left office."""

    EXPIRED = "expired", "term expired", "任期届满"
    RESIGNED = "resigned", "resigned", "辞职"
    REMOVED = "removed", "removed", "解任"
    TRANSFERRED = "transferred", "moved to other work", "工作调动"
    RETIRED = "retired", "retired", "退休"
    DISQUALIFIED = "disqualified", "no longer qualified", "丧失任职资格"
    DIED = "died", "died", "逝世"
    ABOLISHED = "abolished", "body or post abolished", "机构或职务撤销"
    OTHER = "other", "other", "其他"


class OfficeEvent(GovernanceEvent):
    """A person and a body."""

    body: Annotated[
        Ref, To("body", prefixed=False), BREAKDOWN,
        About("机构", "body", "任职的机构；高级管理人员填 management", "Body; management for executives",
              eg="board"),
    ]  # fmt: skip
    person: Annotated[
        Text, PERSONS,
        About("姓名", "person", "姓名；同名者以 #2 区分", "Name; people of one name are told apart by #2",
              eg="张三#2"),
    ]  # fmt: skip

    def matter_ref(self) -> str:
        """``board/张三-2``: the name in lower case, what is no letter or digit as a hyphen."""
        return f"{self.body}/{segment(self.person)}"


class PostEvent(OfficeEvent):
    """A post that a person is proposed for or holds."""

    post: Annotated[
        Post, BREAKDOWN,
        About("职务", "post", "在该机构的职务；董事、监事、委员填 member",
              "Post; member for an ordinary seat", eg="member"),
    ]  # fmt: skip
    title: Annotated[
        Text | None,
        About("职务名称", "title", "文件所载职务名称", "Name of the post as printed", eg="独立董事"),
    ] = None
    quality: Annotated[
        Quality | None, BREAKDOWN,
        About("身份", "quality", "独立、职工代表、执行或非执行", "Independent, employee, executive or not",
              eg="independent"),
    ] = None  # fmt: skip
    expertise: Annotated[
        Expertise | None,
        About("专业资格", "expertise", "如会计专业人士", "Such as an accounting expert", eg="accounting"),
    ] = None
    term: Annotated[Count | None, About("届", "term", "机构的第几届", "Term of the body", eg="2")] = None


@kind(
    "提名",
    matter="office",
    opens=True,
    zh_says="{nominated_on}[{nominator}]提名{person}为{body}{post}[（{title}）]候选人",
    en_says="{person} nominated on {nominated_on}[ by {nominator}] as {post}[ ({title})] of {body}",
)
class PersonNominated(PostEvent):
    """A person was nominated for a post.

    提名某人担任职务。
    """

    nominated_on: Annotated[
        PartialDate,
        OCCURRENCE,
        About("提名日", "nominated on", "提名之日", "Day of nomination", eg="2024-12-10"),
    ]
    nominator: Annotated[
        Text | None, About("提名人", "nominator", "提名的机构或股东", "Who nominated", eg="董事会")
    ] = None
    reviewed_at: Annotated[
        Ref | None, To("meeting"),
        About("资格审查", "reviewed at", "审查任职资格的会议", "Meeting that examined the qualification",
              eg="meeting/nomination-committee/2024-12-10-1"),
    ] = None  # fmt: skip
    announcement: Announcement = None


@kind(
    "任职",
    matter="office",
    opens=True,
    zh_says="{body}：{person}任{post}[（{title}）]，起始日：{appointed_on}[，任期至{expected_end}][，{acting}]",
    en_says="{body}: {person}, {post}[ ({title})]; first day in office: {appointed_on}"
    "[; due to end: {expected_end}][; {acting}]",
)
class PersonAppointed(PostEvent):
    """A person took up a post; the term runs from this day up to, not including, the day of leaving.

    某人开始任职；任期自该日起，至离任生效日（不含当日）止。
    """

    appointed_on: Annotated[
        PartialDate, OCCURRENCE,
        About("任职起始日", "appointed on", "任职的首日", "First day in office", eg="2024-12-26"),
    ]  # fmt: skip
    expected_end: Annotated[
        PartialDate | None,
        About(
            "预计任期终止日",
            "expected end",
            "任命时确定的任期终止日",
            "Day the term is due to end",
            eg="2027-12-25",
        ),
    ] = None
    manner: Annotated[
        Manner | None,
        BREAKDOWN,
        About("方式", "manner", "选举、职工民主选举或聘任", "Elected or engaged", eg="elected"),
    ] = None
    acting: Annotated[
        Text | None,
        About("代行说明", "acting", "代行职责的说明；非代行不填", "How the person stands in; else empty",
              eg="代行董事会秘书职责"),
    ] = None  # fmt: skip
    reason: Annotated[
        Text | None, About("原因", "reason", "如换届、补选", "Such as re-election", eg="换届选举")
    ] = None
    person_en: Annotated[
        Text | None,
        About("英文姓名", "English name", "英文报告所用姓名", "Name in English reports", eg="Zhang San"),
    ] = None
    approved_at: ApprovedAt = None
    announcement: Announcement = None

    def contradictions(self, matter: Matter) -> Iterator[Both]:
        """A term ends after it begins."""
        _ = matter
        if self.expected_end and self.expected_end.before(self.appointed_on):
            yield Both("the term is due to end before it begins", "任期终止日早于起始日")

    def irregularities(self, matter: Matter) -> Iterator[Both]:
        """The same post again, though the person never left it and the term had not run out."""
        held = [other for other in matter.all("person-appointed") if other.post is self.post]
        earlier = _previous(held, self)
        if not isinstance(earlier, PersonAppointed) or _renews(self, earlier):
            return
        if not any(_between(left.effective_on, earlier, self) for left in _leavings(matter, self.post)):
            day = earlier.appointed_on
            yield Both(f"in the same post since {day.show('en')}, and no entry says that it was left",
                       f"{day.show('zh')}起已任该职务，且无离任分录")  # fmt: skip


@kind(
    "离任",
    matter="office",
    opens=True,
    zh_says="{effective_on}起{person}自{body}离任[，不再担任{post}][（{title}）][，原因：{reason}]",
    en_says="{person} no longer [{post} ][({title}) ]in {body} from {effective_on}[: {reason}]",
)
class PersonLeft(OfficeEvent):
    """A person left a post, or all posts in the body.

    某人离任；不填职务的，为不再担任该机构的一切职务。
    """

    post: Annotated[
        Post | None,
        BREAKDOWN,
        About("职务", "post", "离任的职务；不填为全部", "Post left; all if empty", eg="member"),
    ] = None
    title: Annotated[
        Text | None,
        About("职务名称", "title", "文件所载职务名称", "Name of the post as printed", eg="独立董事"),
    ] = None
    resigned_on: Annotated[
        PartialDate | None,
        About(
            "辞职日", "resigned on", "辞职报告送达之日", "Day the resignation was delivered", eg="2024-12-10"
        ),
    ] = None
    effective_on: Annotated[
        PartialDate, OCCURRENCE,
        About("离任生效日", "effective on", "不再任职的首日", "First day out of office", eg="2024-12-26"),
    ]  # fmt: skip
    reason: Annotated[
        LeavingReason | None, BREAKDOWN,
        About("离任原因", "reason", "离任的原因", "Why the person left", eg="resigned"),
    ] = None  # fmt: skip
    explanation: Annotated[
        Text | None,
        About("说明", "explanation", "公告所述情况，含仍任的职务", "As announced, with posts still held",
              eg="因个人原因辞职，辞职后不再担任公司任何职务"),
    ] = None  # fmt: skip
    approved_at: ApprovedAt = None
    announcement: Announcement = None

    def contradictions(self, matter: Matter) -> Iterator[Both]:
        """Nobody leaves before being appointed, nor before resigning."""
        days = [held.appointed_on for held in _appointments(matter, self.post)]
        if days and all(self.effective_on.before(day) for day in days):
            yield Both(
                f"left before the first appointment, of {days[0].show('en')}; if there was an earlier one, "
                "record it first",
                f"离任早于首次任职（{days[0].show('zh')}）；此前曾任职的，请先记录该次任职",
            )
        if self.resigned_on and self.effective_on.before(self.resigned_on):
            yield Both("the resignation takes effect before it was delivered", "离任生效日早于辞职日")

    def irregularities(self, matter: Matter) -> Iterator[Both]:
        """Leaving a post that no entry says was held, or that was left already."""
        held = _appointments(matter, self.post)
        if not held:
            yield Both("no entry says that the person was appointed", "没有任职的分录")
            return
        earlier = _previous(_leavings(matter, self.post), self)
        if isinstance(earlier, PersonLeft) and not any(_between(o.appointed_on, earlier, self) for o in held):
            day = earlier.effective_on
            yield Both(f"left already on {day.show('en')}", f"已于{day.show('zh')}离任")


def _appointments(matter: Matter, post: Post | None) -> list[PersonAppointed]:
    """The appointments to ``post``, or all of them."""
    return [held for held in matter.all("person-appointed") if post in (None, held.post)]


def _leavings(matter: Matter, post: Post | None) -> list[PersonLeft]:
    """The leavings that end ``post``; of all posts, those that end all."""
    return [left for left in matter.all("person-left") if left.post in (None, post)]


def _previous(events: Iterable[GovernanceEvent], event: GovernanceEvent) -> GovernanceEvent | None:
    """The one before ``event`` in order of occurrence."""
    earlier = None
    for other in events:
        if other is event:
            return earlier
        earlier = other
    return None


def _renews(later: PersonAppointed, earlier: PersonAppointed) -> bool:
    """Whether the later appointment is one for another term of the body."""
    if later.term and earlier.term:
        return later.term != earlier.term
    return earlier.expected_end is not None and not later.appointed_on.before(earlier.expected_end)


def _between(day: PartialDate, first: GovernanceEvent, last: GovernanceEvent) -> bool:
    """Whether ``day`` may lie between the days of the two events."""
    begins, ends = first.occurred_on, last.occurred_on
    return not (begins and day.before(begins)) and not (ends and ends.before(day))
