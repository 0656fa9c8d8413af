"""Whatever stands in an address or a form of any page, on both databases, it is answered (cases 82 and 88, in short)."""

from random import Random

from scripts.fuzzing.forms import INJECTIONS, faults_of, harmed, lay_canary
from scripts.swapping.office import an_office
from tests.conftest import closing


def test_no_value_breaks_a_page_or_a_form(tmp_path, database_url):
    office = an_office(tmp_path, database=database_url, rows_each=2)
    with closing(office.app):
        assert faults_of(office, Random(5), 150) == []
        lay_canary(office)
        assert faults_of(office, Random(6), 60, INJECTIONS) == []
        assert harmed(office) == []
