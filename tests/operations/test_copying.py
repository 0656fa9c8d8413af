"""One text for several rows of a sheet."""

from dataclasses import replace

import pytest

from tests.cycles import CUSTOMS, MARKET, REPORT, drafted, reporter, row, sent, versions
from tracker.errors import NothingChosen, NotThere, WrongState
from tracker.operations.copying import copy_words
from tracker.reporting.content import Content
from tracker.storage.database import db
from tracker.storage.queries.reports import drafts_of
from tracker.vocabulary.reporting import Progress, ReportState

pytestmark = pytest.mark.usefixtures("office", "time")
OWN = Content(Progress.DONE, 100, "建成园区1个。")


def written(row_id):
    db.session.rollback()
    draft = drafts_of([row_id]).get(row_id)
    return Content.of_json(draft.content) if draft else None


def test_the_words_come_behind_what_stands_and_each_row_keeps_its_count_and_its_versions(year):
    source, other, by = sent(year, MARKET, 2), drafted(year, year.rows[MARKET, 1], reporter(MARKET), OWN), reporter(MARKET)
    assert copy_words(year.id, source, [other], by=by) == 1
    done = "建成园区1个。\n引进企业6家，名单见附件。"
    assert written(other) == replace(OWN, done=done, next_step=REPORT.next_step)
    assert copy_words(year.id, source, [other], by=by) == 0
    assert (row(other).state, row(source).state) == (ReportState.DRAFT, ReportState.SUBMITTED)
    drafted(year, other, by, replace(written(other), percent=100))
    sent(year, MARKET, 1, content=written(other))
    assert [len(versions(each)) for each in (source, other)] == [1, 1]
    assert [row(each).percent for each in (source, other)] == [60, 100]


def test_a_row_that_was_sent_is_not_written_on_and_no_other_is_then(year):
    source, other = drafted(year, year.rows[MARKET, 2], reporter(MARKET)), sent(year, MARKET, 1, content=OWN)
    with pytest.raises(WrongState):
        copy_words(year.id, source, [other], by=reporter(MARKET))
    assert [version.content for version in versions(other)] == [OWN.as_json()]


@pytest.mark.parametrize("taken", [0, 1], ids=["from another's row", "onto another's row"])
def test_another_agency_s_words_are_neither_taken_nor_touched(year, taken):
    own, foreign = drafted(year, year.rows[MARKET, 2], reporter(MARKET)), year.rows[CUSTOMS, 2]
    drafted(year, foreign, reporter(CUSTOMS), OWN)
    source, other = (own, foreign) if taken else (foreign, own)
    with pytest.raises(NotThere):
        copy_words(year.id, source, [other], by=reporter(MARKET))
    assert [written(own), written(foreign)] == [REPORT, OWN]


def test_the_row_itself_is_no_other(year):
    source = drafted(year, year.rows[MARKET, 2], reporter(MARKET))
    with pytest.raises(NothingChosen):
        copy_words(year.id, source, [source], by=reporter(MARKET))
    assert written(source) == REPORT
