from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tracker.clock import CHINA
from tracker.reporting.receipts import Receipt, ReceiptLine, in_groups, receipt_number, recipients_named

LINE = ReceiptLine("一（三）③", 2, "ab" * 32, True, ("市商务局",))
BOTH = ReceiptLine("二（一）", 1, "cd" * 32, True, ("市商务局", "市工业和信息化局"))
RECEIPT = Receipt(
    "2026-0167", "市财政局", "2026年度", datetime(2026, 11, 26, 16, 5, 31, tzinfo=CHINA), "周敏", (LINE, BOTH)
)


def test_the_check_code_is_the_same_for_the_same_receipt_in_any_zone():
    assert replace(RECEIPT, received_at=RECEIPT.received_at.astimezone(UTC)).sha256 == RECEIPT.sha256


@pytest.mark.parametrize(
    "other",
    [
        {"number": "2026-0168"},
        {"agency": "市税务局"},
        {"sent_by": "李国平"},
        {"received_at": RECEIPT.received_at.replace(microsecond=1)},
        {"lines": (LINE,)},
        {"lines": (replace(LINE, version=3), BOTH)},
        {"lines": (replace(LINE, on_time=False), BOTH)},
    ],
)
def test_the_check_code_changes_with_anything_on_the_receipt(other):
    assert replace(RECEIPT, **other).sha256 != RECEIPT.sha256


def test_a_receipt_names_all_recipients_once():
    assert recipients_named(RECEIPT.lines) == ("市商务局", "市工业和信息化局")


def test_numbers_are_padded_and_go_on():
    assert [receipt_number(2026, each) for each in (1, 167, 12345)] == ["2026-0001", "2026-0167", "2026-12345"]


def test_a_check_code_is_read_out_in_groups_of_four():
    assert in_groups("5b0e9c417ad2") == "5b0e 9c41 7ad2"
