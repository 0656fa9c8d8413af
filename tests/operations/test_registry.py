"""Loading the registry: everything or nothing, on SQLite and PostgreSQL; whom printed names mean after it."""

import csv
import io
import shutil
from datetime import date

import pytest
from sqlalchemy import delete, select

from tests.builders import a_document, a_measure, a_task, an_agency
from tests.operations.conftest import stored
from tests.operations.registry_states import everything, the_form
from tests.statements import counted
from tracker.errors import BadRegistry, NotRegistered, Unsigned
from tracker.operations import opening
from tracker.operations.recognising import recognise
from tracker.operations.registry import fill_empty_registry, load_registry, read_registry
from tracker.operations.registry_bodies import save_body
from tracker.operations.registry_naming import confirm_name
from tracker.settings import shipped
from tracker.storage.agencies import Agency
from tracker.storage.database import db
from tracker.storage.documents import Assignment
from tracker.storage.registering import Written, stored_registry
from tracker.storage.registry import Jurisdiction, RegisteredAgency
from tracker.vocabulary import Recognition

FILES = ("jurisdictions", "agencies", "aliases", "successions", "collectives", "collective_members")
BEFORE, AFTER = date(2017, 9, 9), date(2019, 6, 1)


@pytest.fixture
def folder(tmp_path):
    """A copy of the registry's files, to be changed."""
    folder = tmp_path / "登记"
    folder.mkdir()
    for table in FILES:
        shutil.copy(shipped("data") / f"{table}.csv", folder)
    return folder


def changed(folder, table, change):
    """Rewrite a file; ``change`` takes its rows and gives others."""
    path = folder / f"{table}.csv"
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    target = io.StringIO()
    writer = csv.DictWriter(target, rows[0].keys(), lineterminator="\n")
    writer.writeheader()
    writer.writerows(change(rows))
    path.write_text(target.getvalue(), encoding="utf-8-sig")


def without(column, *values):
    return lambda rows: [row for row in rows if row[column] not in values]


def an_issued_task(*units, issued_on=BEFORE, jurisdiction="广州市"):
    """Store a document with one task of these units."""
    agencies = [an_agency(name, jurisdiction) for name in units]
    stored(a_document([a_measure([a_task(lead=agencies)])], issued_on=issued_on, jurisdiction=jurisdiction))


def meant():
    """Printed name → (id of whom it means, how far that is known), over all assignments."""
    own = (Agency.name, Assignment.registered_id, Assignment.collective_id, Assignment.recognition)
    rows = db.session.execute(select(*own).join(Assignment.agency).order_by(Assignment.id))
    return {name: (registered or collective, state) for name, registered, collective, state in rows}


def test_the_tables_say_what_the_files_say(office):
    loaded = load_registry()
    assert stored_registry() == read_registry(shipped("data"))
    assert (loaded.agencies, loaded.collectives) == (
        len(stored_registry().agencies),
        len(stored_registry().collectives),
    )
    assert loaded.rows.added == sum(len(getattr(stored_registry(), table)) for table in FILES)


def test_loading_twice_changes_nothing(office):
    load_registry()
    again = load_registry()
    assert (again.rows, again.recognised) == (Written(), 0)


def test_loading_other_files_adds_changes_and_takes_out(office, folder):
    load_registry()
    changed(folder, "aliases", without("agency", "440000-001"))
    changed(folder, "agencies", without("id", "440000-001"))
    changed(
        folder, "agencies", lambda rows: [row | {"basis": "核对"} if row["id"] == "440000-002" else row for row in rows]
    )
    changed(
        folder,
        "jurisdictions",
        lambda rows: [
            *rows,
            {"code": "440100-98", "name": "南沙街", "short": "", "level": "zone", "parent": "440100-99"},
            {"code": "440100-99", "name": "南沙新城", "short": "", "level": "zone", "parent": "440100"},
        ],
    )
    rows = load_registry(folder).rows
    assert stored_registry() == read_registry(folder)
    assert (rows.added, rows.changed, rows.removed) == (2, 1, 3)
    back = load_registry(shipped("data")).rows
    assert (back.added, back.changed, back.removed) == (3, 1, 2)
    assert stored_registry() == read_registry(shipped("data"))


def test_a_place_may_go_with_all_below_it(office, folder):
    changed(folder, "jurisdictions", without("code", "110000"))
    changed(folder, "jurisdictions", without("parent", "110000"))
    load_registry()
    load_registry(folder)
    assert db.session.get(Jurisdiction, "110101") is None


def test_every_fault_is_named_by_file_row_and_column_and_nothing_is_loaded(office, folder):
    load_registry()
    before = stored_registry()
    changed(folder, "agencies", lambda rows: [{**rows[0], "kind": "协会", "basis": "新"}, *rows[1:]])
    changed(folder, "successions", lambda rows: [{**rows[0], "successor": "没有"}, *rows[1:]])
    with pytest.raises(BadRegistry) as refused:
        load_registry(folder)
    named = {(problem.file, problem.line, problem.column) for problem in refused.value.problems}
    assert {("agencies.csv", 2, "kind"), ("successions.csv", 2, "successor")} <= named
    assert stored_registry() == before


def test_a_file_that_is_missing_is_named(office, folder):
    (folder / "aliases.csv").unlink()
    with pytest.raises(BadRegistry, match=r"aliases\.csv：打不开.*没有这个文件"):
        load_registry(folder)
    assert stored_registry(*FILES).agencies == ()


def test_a_database_without_a_registry_gets_one_and_a_database_with_one_keeps_it(office, folder):
    changed(folder, "agencies", lambda rows: [row | {"basis": "核对"} for row in rows])
    load_registry(folder)
    assert fill_empty_registry() is None
    assert {row.basis for row in stored_registry("agencies").agencies} == {"核对"}


def test_an_installation_of_before_gets_the_registry_and_its_names_are_recognised(office):
    an_issued_task("市商务委", "某某办")
    opening.open_installation(office)
    assert meant()["市商务委"][1] == Recognition.RESOLVED
    assert meant()["某某办"] == (None, Recognition.CANDIDATE)


def test_a_name_is_whom_it_meant_in_its_place_and_on_its_day(office):
    load_registry()
    an_issued_task("市知识产权局", "各区政府", "有关区政府", "某某办")
    an_issued_task("市市场监管局", jurisdiction="深圳市", issued_on=AFTER)
    recognise()
    db.session.commit()
    assert meant() == {
        "市知识产权局": ("440100-215", Recognition.RESOLVED),
        "各区政府": ("440100-801", Recognition.RESOLVED),
        "有关区政府": ("440100-802", Recognition.OPEN),
        "某某办": (None, Recognition.CANDIDATE),
        "市市场监管局": (shenzhen_market(), Recognition.RESOLVED),
    }


def shenzhen_market():
    of_shenzhen = select(RegisteredAgency.id).where(RegisteredAgency.name == "深圳市市场监督管理局")
    return db.session.scalar(of_shenzhen)


def test_what_is_recognised_already_is_not_written_again(office):
    an_issued_task("市商务委", "某某办")
    assert load_registry().recognised == 1
    assert recognise() == 0


def test_recognising_takes_the_same_statements_for_few_and_for_many(in_app):
    load_registry()
    an_issued_task("市商务委")
    with counted(in_app) as few:
        recognise()
    db.session.commit()
    an_issued_task(*[f"市第{number}办" for number in range(200)], "市财政局")
    with counted(in_app) as many:
        recognise()
    assert len(many) == len(few) <= 11


def test_a_body_taken_out_of_the_registry_is_forgotten(office, folder):
    load_registry()
    an_issued_task("市供销总社")
    recognise()
    ((gone, _),) = meant().values()
    db.session.commit()
    for table, column in (("agencies", "id"), ("aliases", "agency"), ("collective_members", "agency")):
        changed(folder, table, without(column, gone))
    loaded = load_registry(folder)
    assert meant() == {"市供销总社": (None, Recognition.CANDIDATE)}
    assert loaded.unknown == 1


def printed_id(name):
    return db.session.scalar(select(Agency.id).where(Agency.name == name))


def test_a_name_is_confirmed_once_for_good(office, morning):
    load_registry()
    an_issued_task("市促进办")
    assert confirm_name(printed_id("市促进办"), "440100-002", who="王敏") == 1
    assert meant() == {"市促进办": ("440100-002", Recognition.CONFIRMED)}
    db.session.execute(delete(Assignment))
    db.session.execute(delete(Agency))
    db.session.commit()
    an_issued_task("市促进办", issued_on=AFTER)
    recognise()
    assert meant() == {"市促进办": ("440100-002", Recognition.CONFIRMED)}


def test_a_body_that_ended_is_not_meant_in_later_documents_and_each_time_has_its_own_decision(office, morning):
    load_registry()
    an_issued_task("市促进办", issued_on=date(2017, 9, 9))
    confirm_name(printed_id("市促进办"), "440100-201", who="王敏")
    printed = db.session.get(Agency, printed_id("市促进办"))
    stored(a_document([a_measure([a_task(lead=[printed])])], issued_on=date(2025, 3, 1)))
    recognise()
    own = select(Assignment.registered_id, Assignment.recognition).order_by(Assignment.id)
    assert db.session.execute(own).all() == [("440100-201", Recognition.CONFIRMED), (None, Recognition.CANDIDATE)]
    db.session.commit()
    confirm_name(printed_id("市促进办"), "440100-015", who="王敏")
    assert [row.registered_id for row in db.session.execute(own)] == ["440100-201", "440100-015"]


def test_a_name_may_be_confirmed_to_mean_a_collective_and_another_body_later(office):
    load_registry()
    an_issued_task("市促进办")
    confirm_name(printed_id("市促进办"), "440100-801", who="王敏")
    assert meant() == {"市促进办": ("440100-801", Recognition.CONFIRMED)}
    confirm_name(printed_id("市促进办"), "440100-002", who="王敏")
    assert meant() == {"市促进办": ("440100-002", Recognition.CONFIRMED)}


def test_only_a_registered_body_is_confirmed_and_only_with_a_name(office):
    load_registry()
    an_issued_task("市促进办")
    with pytest.raises(NotRegistered, match="没有的编号"):
        confirm_name(printed_id("市促进办"), "没有的编号", who="王敏")
    with pytest.raises(NotRegistered):
        confirm_name(10**9, "440100-002", who="王敏")
    with pytest.raises(Unsigned):
        confirm_name(printed_id("市促进办"), "440100-002", who=" ")
    assert meant() == {"市促进办": (None, Recognition.CANDIDATE)}


def test_a_registry_without_a_confirmed_body_is_refused(office, folder):
    load_registry()
    an_issued_task("市促进办")
    confirm_name(printed_id("市促进办"), "440000-001", who="王敏")
    changed(folder, "aliases", without("agency", "440000-001"))
    changed(folder, "agencies", without("id", "440000-001"))
    with pytest.raises(BadRegistry, match=r"440000-001.*市促进办.*经人确认"):
        load_registry(folder)
    assert db.session.get(RegisteredAgency, "440000-001") is not None


def edited(folder, table, key, **values):
    """Let a row of a file say something else."""
    column, own = key
    changed(folder, table, lambda rows: [row | values if row[column] == own else row for row in rows])


def a_release(monkeypatch, folder):
    """Let these files be those that travel with the program."""
    monkeypatch.setattr("tracker.operations.registry.shipped", lambda _: folder)


def test_a_new_release_reaches_a_registry_and_leaves_what_the_office_edited(office, folder, monkeypatch):
    load_registry()
    save_body("440100-002", the_form("440100-002", basis="办公室核对"), who="王敏", version=0)
    edited(folder, "agencies", ("id", "440100-002"), basis="新版依据")
    edited(folder, "agencies", ("id", "440100-003"), basis="新版依据")
    a_release(monkeypatch, folder)
    loaded = load_registry()
    basis = {each.id: each.basis for each in stored_registry().agencies}
    assert (basis["440100-002"], basis["440100-003"]) == ("办公室核对", "新版依据")
    assert [clash.ours.id for clash in loaded.kept] == ["440100-002"]
    assert load_registry().kept == ()
    assert {each.id: each.basis for each in stored_registry().agencies}["440100-002"] == "办公室核对"


def test_a_dry_run_says_what_a_release_would_change_and_writes_nothing(office, folder, monkeypatch):
    load_registry()
    before = everything()
    edited(folder, "agencies", ("id", "440100-003"), basis="新版依据")
    a_release(monkeypatch, folder)
    loaded = load_registry(dry_run=True)
    assert [move.after.id for move in loaded.moves] == ["440100-003"]
    assert everything() == before


def test_a_registry_of_before_releases_were_remembered_keeps_what_differs(office, folder):
    load_registry(folder)
    save_body("440100-002", the_form("440100-002", basis="办公室核对"), who="王敏", version=0)
    loaded = load_registry()
    assert [clash.ours.basis for clash in loaded.kept] == ["办公室核对"]
    assert load_registry().kept == ()
