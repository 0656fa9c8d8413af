"""单位登记: everything that is done to the registry of agencies; the routes of all its pages."""

from flask import Blueprint

from tracker.web import (
    registry_bodies,
    registry_collectives,
    registry_events,
    registry_files,
    registry_handovers,
    registry_merges,
    registry_names,
)

registry = Blueprint("registry", __name__)

for rule, view, method in (
    ("names", registry_names.names, "GET"),
    ("names/<id:agency_id>", registry_names.name, "GET"),
    ("names/<id:agency_id>", registry_names.confirm, "POST"),
    ("names/confirmed/<id:confirmed_id>/undo", registry_names.withdraw, "POST"),
    ("new", registry_bodies.new, "GET"),
    ("new", registry_bodies.add, "POST"),
    ("<body_id>/edit", registry_bodies.edit, "GET"),
    ("<body_id>/edit", registry_bodies.save, "POST"),
    ("collectives", registry_collectives.collectives, "GET"),
    ("collectives/<collective_id>", registry_collectives.collective, "GET"),
    ("collectives/<collective_id>/members", registry_collectives.members, "GET"),
    ("collectives/<collective_id>/members", registry_collectives.name_members, "POST"),
    ("merges", registry_merges.merges, "GET"),
    ("merges", registry_merges.merge, "POST"),
    ("export.xlsx", registry_files.export_book, "GET"),
    ("export.zip", registry_files.export_archive, "GET"),
    ("import", registry_files.imports, "GET"),
    ("import", registry_files.receive, "POST"),
    ("import/<id:upload_id>", registry_files.look_through, "GET"),
    ("import/<id:upload_id>", registry_files.take_over, "POST"),
    ("release", registry_files.release, "GET"),
    ("release", registry_files.take_release, "POST"),
    ("handovers", registry_handovers.handovers, "GET"),
    ("handovers", registry_handovers.confirm_handovers, "POST"),
    ("handovers/cycles/<id:cycle_id>", registry_handovers.follow_registry, "POST"),
    ("handovers/cycles/<id:cycle_id>/left", registry_handovers.take_up, "POST"),
    ("history", registry_events.history, "GET"),
    ("history/<id:event_id>/undo", registry_events.undo, "POST"),
):
    registry.add_url_rule(f"/agencies/{rule}", view_func=view, methods=[method])
