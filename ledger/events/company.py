"""The company: its names, its listed securities, its share capital and the parties around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated

from ledger.event import BREAKDOWN, ITEM, LATEST, OCCURRENCE, About, GovernanceEvent, kind
from ledger.fields import Announcement, ApprovedAt
from ledger.language import Both
from ledger.matter import Matter
from ledger.values import Choice, Code, Names, PartialDate, Shares, Text, fold

AREA = "公司"


class Exchange(Choice):
    """Where a security is listed."""

    SSE = "SSE", "Shanghai Stock Exchange", "上海证券交易所"
    SZSE = "SZSE", "Shenzhen Stock Exchange", "深圳证券交易所"
    BSE = "BSE", "Beijing Stock Exchange", "北京证券交易所"
    HKEX = "HKEX", "Stock Exchange of Hong Kong", "香港联合交易所"
    NYSE = "NYSE", "New York Stock Exchange", "纽约证券交易所"
    NASDAQ = "NASDAQ", "Nasdaq", "纳斯达克"
    LSE = "LSE", "London Stock Exchange", "伦敦证券交易所"
    SIX = "SIX", "SIX Swiss Exchange", "瑞士证券交易所"
    SGX = "SGX", "Singapore Exchange", "新加坡交易所"
    OTHER = "other", "other", "其他"


class MarketBoard(Choice):
    """The board of the exchange; dated rules differ by it."""

    MAIN = "main", "main board", "主板"
    STAR = "STAR", "STAR Market", "科创板"
    CHINEXT = "ChiNext", "ChiNext", "创业板"
    GEM = "GEM", "GEM", "香港创业板"


class SecurityType(Choice):
    """What is listed."""

    A_SHARE = "a-share", "A share", "A 股"
    B_SHARE = "b-share", "B share", "B 股"
    H_SHARE = "h-share", "H share", "H 股"
    CONVERTIBLE_BOND = "convertible-bond", "convertible bond", "可转换公司债券"
    BOND = "bond", "corporate bond", "公司债券"
    PREFERRED = "preferred", "preferred share", "优先股"
    DEPOSITARY_RECEIPT = "depositary-receipt", "depositary receipt", "存托凭证"
    OTHER = "other", "other", "其他"


class PartyType(Choice):
    """What a party is to the company."""

    CONTROLLER = "controller", "controlling shareholder or controller", "控股股东或实际控制人"
    HOLDER = "holder", "shareholder", "股东"
    INVESTOR = "investor", "investor", "投资者"
    SUBSIDIARY = "subsidiary", "subsidiary", "子公司"
    RELATED = "related", "other related party", "其他关联方"
    ORGANISER = "organiser", "organiser of trainings or events", "培训或活动主办方"
    ADVISER = "adviser", "professional adviser", "中介机构"
    AUTHORITY = "authority", "authority", "监管机构"
    OTHER = "other", "other", "其他"


Name = Annotated[
    Text,
    About(
        "公司全称", "name", "营业执照上的名称", "Legal name as registered", eg="山石网科通信技术股份有限公司"
    ),
]
NameEn = Annotated[
    Text | None,
    About("英文全称", "English name", "英文报告所用名称", "Name in English reports",
          eg="Hillstone Networks Co., Ltd."),
]  # fmt: skip
ShortName = Annotated[
    Text | None,
    About(
        "简称", "short name", "报告中“以下简称”所用名称", "Name used after the first mention", eg="山石网科"
    ),
]
ShortNameEn = Annotated[
    Text | None,
    About(
        "英文简称", "English short name", "英文报告所用简称", "Short name in English reports", eg="Hillstone"
    ),
]
Aliases = Annotated[
    Names | None,
    About("别名", "aliases", "文件中出现的其他名称", "Other names found in documents", eg="公司；本公司"),
]
CreditCode = Annotated[
    Code | None,
    About("统一社会信用代码", "credit code", "境外主体填注册号", "Unified social credit code; abroad, the "
          "registration number", eg="91320500000000000X"),
]  # fmt: skip

_DAY_OF_YEAR = re.compile(r"(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)"
                          r"|02-(?:0[1-9]|[12]\d)", re.ASCII)  # fmt: skip


@kind(
    "公司登记",
    matter="company/",
    opens=True,
    once=True,
    zh_says="登记公司：{name}[（以下简称“{short_name}”）][，成立于{registered_on}]",
    en_says="Company: {name}[ ({name_en})][, registered on {registered_on}]",
)
class CompanyRegistered(GovernanceEvent):
    """The company whose governance the ledger records.

    账本所记录的公司。
    """

    registered_on: Annotated[
        PartialDate | None, OCCURRENCE,
        About("成立日期", "registered on", "营业执照上的成立日期", "Day it was founded", eg="2011-07-20"),
    ] = None  # fmt: skip
    name: Name
    name_en: NameEn = None
    short_name: ShortName = None
    short_name_en: ShortNameEn = None
    aliases: Aliases = None
    credit_code: CreditCode = None
    seat: Annotated[
        Text | None, About("住所", "seat", "注册地址", "Registered address", eg="苏州市高新区")
    ] = None
    fiscal_year_end: Annotated[
        Code | None,
        About("会计年度截止日", "fiscal year end", "月-日；境内公司为 12-31", "Month and day; 12-31 on the "
              "mainland", eg="12-31"),
    ] = None  # fmt: skip

    def contradictions(self, matter: Matter) -> Iterator[Both]:
        """A fiscal year ends on a day."""
        _ = matter
        if self.fiscal_year_end and not _DAY_OF_YEAR.fullmatch(self.fiscal_year_end):
            yield Both(f"the fiscal year cannot end on {self.fiscal_year_end}; write such as 12-31",
                       f"会计年度截止日不能为 {self.fiscal_year_end}；请写成如 12-31")  # fmt: skip


@kind(
    "公司更名",
    matter="company/",
    zh_says="{renamed_on}公司更名为{name}[（简称“{short_name}”）][：{reason}]",
    en_says="Company renamed {name}[ ({name_en})] on {renamed_on}[: {reason}]",
)
class CompanyRenamed(GovernanceEvent):
    """The company changed its name or its short name.

    公司变更全称或简称。
    """

    renamed_on: Annotated[
        PartialDate,
        OCCURRENCE,
        About("更名日", "renamed on", "更名生效之日", "Day it took effect", eg="2024-03-04"),
    ]
    name: Name
    name_en: NameEn = None
    short_name: ShortName = None
    short_name_en: ShortNameEn = None
    reason: Annotated[Text | None, About("原因", "reason", "更名原因", "Why", eg="业务转型")] = None
    approved_at: ApprovedAt = None
    announcement: Announcement = None

    def contradictions(self, matter: Matter) -> Iterator[Both]:
        """No name changes before the company exists."""
        company = matter.last("company-registered")
        founded = company.registered_on if company else None
        if founded and self.renamed_on.before(founded):
            yield Both(f"renamed before the company was registered on {founded.show('en')}",
                       f"更名早于公司成立日期{founded.show('zh')}")  # fmt: skip


@kind(
    "证券上市",
    matter="company/",
    zh_says="[{listed_on}，]{security}[“{short_name}”]（{code}）在{exchange}[{board}]上市",
    en_says="{security}[ “{short_name}”] ({code}) listed on the {exchange}[ ({board})][ on {listed_on}]",
)
class SecurityListed(GovernanceEvent):
    """A security of the company was admitted to trading.

    公司的证券上市交易。
    """

    listed_on: Annotated[
        PartialDate | None, OCCURRENCE,
        About("上市日", "listed on", "上市交易首日", "First day of trading", eg="2019-09-30"),
    ] = None  # fmt: skip
    security: Annotated[
        SecurityType, BREAKDOWN, About("证券类别", "security", "证券的类别", "What is listed", eg="a-share")
    ]
    code: Annotated[
        Code, ITEM, About("证券代码", "code", "证券代码，按文字保存", "Code, kept as text", eg="688030")
    ]
    short_name: Annotated[
        Text | None,
        About("证券简称", "short name", "交易所的证券简称", "Name at the exchange", eg="山石网科"),
    ] = None
    exchange: Annotated[
        Exchange, BREAKDOWN, About("上市地", "exchange", "上市的证券交易所", "Where it is listed", eg="SSE")
    ]
    board: Annotated[
        MarketBoard | None, About("板块", "board", "上市板块", "Board of the exchange", eg="STAR")
    ] = None

    def contradictions(self, matter: Matter) -> Iterator[Both]:
        """One code names one security of an exchange."""
        same = [other for other in matter.all("security-listed")
                if (other.code, other.exchange) == (self.code, self.exchange)]  # fmt: skip
        if len(same) > 1:
            yield Both(f"the code {self.code} is already listed", f"证券代码 {self.code} 已有上市记录")


@kind(
    "股本",
    matter="company/",
    waits=False,
    zh_says="截至 {as_of}，总股本 {total}[，其中回购专用证券账户 {treasury}][，因{reason}]",
    en_says="Share capital as of {as_of}: {total}[, of which {treasury} in treasury][ ({reason})]",
)
class ShareCapitalReported(GovernanceEvent):
    """How many shares the company had on a day.

    公司在某日的股本。
    """

    as_of: Annotated[
        PartialDate,
        OCCURRENCE,
        About("截至日", "as of", "数据截至之日", "Day that the figures are of", eg="2024-08-13"),
    ]
    total: Annotated[
        Shares, LATEST, About("总股本", "total", "已发行股份总数", "Shares issued", eg="180230255")
    ]
    treasury: Annotated[
        Shares | None, LATEST,
        About("回购专户股份", "treasury", "回购专用证券账户中的股份", "Shares in treasury", eg="1414450"),
    ] = None  # fmt: skip
    a_shares: Annotated[
        Shares | None, LATEST, About("A 股", "A shares", "其中 A 股", "Of which A shares", eg="180230255")
    ] = None
    h_shares: Annotated[
        Shares | None, LATEST, About("H 股", "H shares", "其中 H 股", "Of which H shares", eg="0")
    ] = None
    reason: Annotated[
        Text | None, About("变动原因", "reason", "股本变动的原因", "What changed it", eg="可转债转股")
    ] = None
    announcement: Announcement = None

    def contradictions(self, matter: Matter) -> Iterator[Both]:
        """The parts fit into the whole, which is one number on one day."""
        classes = sum(shares.count for shares in (self.a_shares, self.h_shares) if shares)
        if max(classes, self.treasury.count if self.treasury else 0) > self.total.count:
            yield Both("the parts come to more than the total", "各部分超过总股本")
        for other in matter.all("share-capital-reported"):
            same_day = (other.as_of, other.order_on_day) == (self.as_of, self.order_on_day)
            if same_day and other.total.count > self.total.count:
                yield Both(f"two totals as of {self.as_of.show('en')}; if both hold, give their order on day",
                           f"截至{self.as_of.show('zh')}有两个总股本；如均属实，请填写当日顺序")  # fmt: skip


@kind(
    "登记相关方",
    matter="party",
    opens=True,
    zh_says="登记相关方：{name}（{type}）[，{relation}]",
    en_says="Party: {name}[ ({name_en})], {type}[, {relation}]",
)
class PartyRegistered(GovernanceEvent):
    """A holder, investor, organiser or other party that entries name.

    分录中出现的股东、投资者、主办方等相关方。
    """

    name: Annotated[Text, About("名称", "name", "全称或姓名", "Full name", eg="江苏省上市公司协会")]
    name_en: Annotated[
        Text | None, About("英文名称", "English name", "英文报告所用名称", "Name in English reports",
                           eg="Jiangsu Association of Listed Companies"),
    ] = None  # fmt: skip
    short_name: Annotated[
        Text | None,
        About("简称", "short name", "报告所用简称", "Name used after the first mention", eg="江苏上协"),
    ] = None
    aliases: Annotated[
        Names | None,
        About(
            "别名", "aliases", "文件中出现的其他名称", "Other names found in documents", eg="江苏上市公司协会"
        ),
    ] = None
    type: Annotated[
        PartyType,
        BREAKDOWN,
        About("类别", "type", "与公司的关系类别", "What it is to the company", eg="organiser"),
    ]
    relation: Annotated[
        Text | None,
        About("关系说明", "relation", "与公司的具体关系", "Its relation in words", eg="行业自律组织"),
    ] = None
    since: Annotated[
        PartialDate | None, OCCURRENCE,
        About("起始日", "since", "该关系的起始日", "Day from which the relation holds", eg="2024-01-01"),
    ] = None  # fmt: skip
    credit_code: CreditCode = None

    def matter_ref(self) -> str:
        """The name's letters of any script and digits, in lower case and normal width."""
        return "".join(sign for sign in fold(self.name).lower() if sign.isalnum())
