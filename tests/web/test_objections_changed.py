"""改派 on the page of the cycle: it holds for this cycle alone, and the page says where it is settled for good."""

from tests.cycles import COMMERCE, CUSTOMS, OFFICE, reporter
from tracker.operations import adjusting
from tracker.vocabulary.reporting import ObjectionState


def test_a_duty_given_to_another_says_that_the_next_cycle_counts_it_to_the_first_and_where_that_is_settled(
    app, office_client, read, year
):
    with app.app_context():
        objection = adjusting.object_to(year.rows[CUSTOMS, 2], reason="不属海关职责", proposed="", by=reporter(CUSTOMS))
        adjusting.decide(objection, ObjectionState.CHANGED, reason="三定方案", by=OFFICE, to_agency=COMMERCE)
    page = read(office_client, f"/cycles/{year.id}")
    told = "//section[@id='objections']//td[@data-label='决定']"
    assert "改派只管本期，下一期这一行仍算到" in page.words(told)
    places = page.all(f"{told}//a/@href")
    assert "/handovers" in places[0]
    assert places[1].startswith("/documents/")
