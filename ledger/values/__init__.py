"""Values: each reads from and writes to one cell of text, in Chinese or English habit."""

from ledger.values.attendance import Attendance
from ledger.values.attendee import AttendanceMode, Attendee
from ledger.values.choice import Choice
from ledger.values.days import PartialDate
from ledger.values.digest import Sha256
from ledger.values.document_role import DocumentRole
from ledger.values.money import Money
from ledger.values.names import Names
from ledger.values.numbers import Percent, Shares
from ledger.values.public_key import PublicKey
from ledger.values.quantity import Quantity
from ledger.values.ref import Ref, segment
from ledger.values.refs import Refs
from ledger.values.text import Code, Count, Text, fold
from ledger.values.to import To
from ledger.values.topics import Topic, Topics
from ledger.values.value import Value
from ledger.values.votes import Votes

__all__ = [
    "Attendance",
    "AttendanceMode",
    "Attendee",
    "Choice",
    "Code",
    "Count",
    "DocumentRole",
    "Money",
    "Names",
    "PartialDate",
    "Percent",
    "PublicKey",
    "Quantity",
    "Ref",
    "Refs",
    "Sha256",
    "Shares",
    "Text",
    "To",
    "Topic",
    "Topics",
    "Value",
    "Votes",
    "fold",
    "segment",
]
