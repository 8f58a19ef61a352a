"""Attendance in one cell."""

from __future__ import annotations

import pytest

from ledger.errors import ValueProblem
from ledger.values import Attendance, AttendanceMode, Attendee

ON_SITE, REMOTE, PROXY, ABSENT, UNKNOWN = AttendanceMode
ZH = "张三；李四（通讯）；王五（委托张三：因公）；赵六（缺席：因病）；钱七（方式不详）；孙八（缺席）"


def test_who_attended_how() -> None:
    attendance = Attendance.parse(ZH)
    assert attendance.attendees == (
        Attendee("张三", ON_SITE),
        Attendee("李四", REMOTE),
        Attendee("王五", PROXY, "张三", "因公"),
        Attendee("赵六", ABSENT, "", "因病"),
        Attendee("钱七", UNKNOWN),
        Attendee("孙八", ABSENT),
    )
    assert str(attendance) == attendance.show("zh") == ZH
    assert attendance.entitled == ("张三", "李四", "王五", "赵六", "钱七", "孙八")
    assert attendance.present == ("张三", "李四")
    assert attendance.represented == ("王五",)
    assert attendance.may_vote == ("张三", "李四", "王五", "钱七")
    assert attendance.absent_without_reason == ("孙八",)


def test_english_habit() -> None:
    text = "Zhang San; Li Si (remote); Wang Wu (by proxy to Zhang San: on business); Zhao Liu (absent: ill)"
    attendance = Attendance.parse(text)
    assert str(attendance) == (
        "Zhang San；Li Si（通讯）；Wang Wu（委托Zhang San：on business）；Zhao Liu（缺席：ill）"
    )
    assert attendance.show("en") == text


@pytest.mark.parametrize(
    ("text", "attendee"),
    [
        ("Dongping Luo(罗东平)", Attendee("Dongping Luo(罗东平)")),
        ("Dongping Luo(罗东平)（通讯）", Attendee("Dongping Luo(罗东平)", REMOTE)),
        (
            "王五（委托Dongping Luo(罗东平):因公(出差)）",
            Attendee("王五", PROXY, "Dongping Luo(罗东平)", "因公(出差)"),
        ),
        ("张三#2", Attendee("张三#2")),
        (r"张三\（通讯\）", Attendee("张三（通讯）")),
        (r"张三\；李四", Attendee("张三；李四")),
        ("王五(委托)", Attendee("王五", PROXY)),
        ("王五（委托出席）", Attendee("王五", PROXY)),
        ("Wang Wu (by proxy)", Attendee("Wang Wu", PROXY)),
        ("Wang Wu (Proxy: ill)", Attendee("Wang Wu", PROXY, "", "ill")),
        ("Wang Wu (by proxy Zhang San)", Attendee("Wang Wu", PROXY, "Zhang San")),
        ("张三（现场）", Attendee("张三")),
        ("张三（现场：中途离席）", Attendee("张三", ON_SITE, "", "中途离席")),
        ("张三 （ 通 讯 ）", Attendee("张三", REMOTE)),
        ("Zhang San (BY COMMUNICATION)", Attendee("Zhang San", REMOTE)),
        ("张三（请假：出差）", Attendee("张三", ABSENT, "", "出差")),
        ("张三（董事长）", Attendee("张三（董事长）")),
        (r"王五（委托张\：三：因公）", Attendee("王五", PROXY, "张：三", "因公")),
        (r"王五（缺席：见附件1\)）", Attendee("王五", ABSENT, "", "见附件1)")),
        ("张三(", Attendee("张三(")),
        ("张三)", Attendee("张三)")),
    ],
)
def test_one_attendee(text: str, attendee: Attendee) -> None:
    assert Attendance.parse(text).attendees == (attendee,)
    assert Attendance.parse(str(Attendance([attendee]))).attendees == (attendee,)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "empty"),
        ("；", "names nobody"),
        ("（通讯）", "the name is missing"),
        ("张三；李四；张三（通讯）", "张三 stands twice"),
        ("王五（委托王五）", "their own proxy"),
        ("王五（委托张三代为出席）", "only the person who stood in"),
        ("张三、李四", "not one name"),
        ("张三，李四", "not one name"),
        ("张三\x00", "control character"),
    ],
)
def test_refused(text: str, sentence: str) -> None:
    with pytest.raises(ValueProblem, match=sentence) as refusal:
        Attendance.parse(text)
    assert "如" in refusal.value.both.zh


def test_a_proxy_who_is_absent_or_not_listed_is_recorded_all_the_same() -> None:
    attendance = Attendance.parse("王五（委托赵六）；赵六（缺席）；李四（委托钱七）")
    assert attendance.represented == ("王五", "李四")


def test_only_the_represented_have_a_proxy() -> None:
    with pytest.raises(ValueProblem, match="stood in"):
        Attendance([Attendee("张三", REMOTE, "李四")])
