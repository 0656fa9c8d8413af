"""工作台: what whoever signs in has to do now, and how the year stands; 任务总览: how much there is."""

from flask import Blueprint, render_template, request

from tracker import clock
from tracker.operations.rows import working_days
from tracker.operations.signing_in import locked_until
from tracker.storage.queries.desk import desk as desk_now
from tracker.storage.queries.desk_administrators import accounts_now, audit_now
from tracker.storage.queries.desk_agency import agency_desk
from tracker.storage.queries.desk_office import office_desk
from tracker.storage.queries.desk_superior import superior_desk
from tracker.storage.queries.received import also_told
from tracker.vocabulary import AccountRole
from tracker.vocabulary.reporting import Duty
from tracker.web.addresses import refuse_another
from tracker.web.audit_events import shown_events
from tracker.web.curves import sketched
from tracker.web.guard import may
from tracker.web.people import person, profile
from tracker.web.standpoints import standpoint, standpoints

desk = Blueprint("desk", __name__)


@desk.get("/")
def show():
    """The desk of whoever is signed in; while there is no year yet, how much there is."""
    if not may("tasks.index"):
        return _administrators()
    return _of_the_year() or _overview("desk.show")


@desk.get("/overview")
def overview():
    """How much there is, by document, by jurisdiction and by role, and what should be looked at."""
    return _overview("desk.overview")


def _of_the_year():
    """The desk of an agency, of an office or of a superior; None where there is no year for them."""
    today, days = clock.today(), working_days()
    wanted = request.args.get("cycle", type=int)
    if may("reports.index"):
        found = agency_desk(person(), today, days, wanted) if person().agency_id else None
        refuse_another(wanted, found and found.cycle.id)
        signs = AccountRole.APPROVER in person().roles
        more = {"also": found and also_told(person().agency_id), "is_approver": signs, "Duty": Duty}
        return found and render_template("desk/agency.html", desk=found, today=today, **more)
    if may("review.index"):
        found = office_desk(person().group_id, today, days, wanted) if person().group_id else None
        refuse_another(wanted, found and found.cycle.id)
        return found and render_template("desk/office.html", desk=found, now=clock.now(), Duty=Duty, **_drawn(found))
    found = superior_desk(today, days)
    return found and render_template("desk/superior.html", desk=found, now=clock.now(), Duty=Duty)


def _drawn(found):
    """The curve of what is reported; of the contributions where no report is owed."""
    duty = next(
        (each for each in (Duty.REPORT, Duty.CONTRIBUTION) if each in found.curves and found.curves[each].owed), None
    )
    return {"drawn": duty and sketched(found.curves[duty]), "drawn_duty": duty}


def _administrators():
    """What administrators administer, and nothing of what others work on."""
    accounts = accounts_now(clock.now(), locked_until(profile())) if may("accounts.index") else None
    audit = audit_now(clock.today()) if may("audit.index") else None
    return render_template("desk/administering.html", accounts=accounts, audit=audit, refused=shown_events(audit.last_refused) if audit else ())


def _overview(endpoint):
    on = standpoint(request.args.get("on"))
    control, also = standpoints(on, endpoint), also_told(person().agency_id) if person().agency_id else None
    return render_template("desk/show.html", desk=desk_now(clock.today(), on), on=on.word, control=control, also=also)
