"""The Flask application, put together."""

import gc

from flask import Flask
from flask_migrate import Migrate
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from tracker.operations.mailing import mail_server
from tracker.settings import PACKAGE, from_environment, shipped
from tracker.storage.database import db, engine_options, prepare
from tracker.storage.keeping import watch
from tracker.web import (
    addresses,
    assets,
    causes,
    formatting,
    guard,
    messages,
    navigation,
    patience,
    people,
    refusals,
    registry_words,
    scanning,
    security,
    uploads,
)
from tracker.web.accounts import accounts
from tracker.web.agencies import agencies
from tracker.web.audit import audit
from tracker.web.closing import closing
from tracker.web.cycle_filings import cycle_filings
from tracker.web.cycle_recipients import cycle_recipients
from tracker.web.cycle_tasks import cycle_tasks
from tracker.web.cycles import cycles
from tracker.web.cycles_adjust import cycles_adjust
from tracker.web.desk import desk
from tracker.web.documents import documents
from tracker.web.exports import exports
from tracker.web.extensions import extensions
from tracker.web.foresight import foresight
from tracker.web.graph import graph
from tracker.web.kept import kept
from tracker.web.lighting import lighting
from tracker.web.office_days import office_days
from tracker.web.passwords import passwords
from tracker.web.rates import rates
from tracker.web.registry import registry
from tracker.web.reminders import reminders
from tracker.web.reminding_days import reminding_days
from tracker.web.reports import reports
from tracker.web.review import review
from tracker.web.review_entering import review_entering
from tracker.web.secret import secret_key
from tracker.web.signing_in import signing_in
from tracker.web.snapshots import snapshots
from tracker.web.tasks import tasks
from tracker.web.workbooks import workbooks

PARTS = (
    *(addresses, assets, causes, formatting, messages, navigation, patience, refusals),
    *(registry_words, security, people, guard, scanning, uploads),
)
"""What every page has; the order is that of the questions asked before one."""
PLACES = (
    *(desk, foresight, tasks, agencies, registry, documents, graph, exports),
    *(cycles, cycles_adjust, cycle_tasks, cycle_recipients, cycle_filings, lighting, snapshots),
    *(extensions, office_days, rates, reminders, reminding_days),
    *(reports, workbooks, review, review_entering, closing),
    *(messages.messages, signing_in, passwords, kept, accounts, audit),
)


COLLECTED_AFTER = (20_000, 20, 20)
"""Objects made between two looks for circles. With Python's 700 a third of what the graph of a large office costs, which
makes some 500,000 that are kept, went into looking."""


def create_app(settings=None, **config):
    """The application for these settings (default: from the environment); ``config`` overrides Flask's own keys."""
    settings = settings or from_environment()
    gc.set_threshold(*COLLECTED_AFTER)
    app = Flask(
        "tracker",
        template_folder=str(shipped("templates")),
        static_folder=str(shipped("static")),
        static_url_path="/static",
        instance_relative_config=True,
        instance_path=str(settings.home),
    )
    app.config.update(
        DEBUG=False,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings.database_url),
        SECRET_KEY=secret_key(settings),
        FILES=settings.files,
        PASSWORD_PROFILE=settings.password_profile,
        SEPARATE_DUTIES=settings.separate_duties,
        MAIL_SERVER=mail_server(settings),
        SCANNER=settings.scanner,
    )
    app.config.update(config)
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies)
    if app.testing:
        app.jinja_options = {**app.jinja_options, "undefined": StrictUndefined}
    db.init_app(app)
    Migrate(app, db, directory=str(PACKAGE / "migrations"), render_as_batch=True)
    with app.app_context():
        prepare(db.engine)
        watch(db.engine)
    for part in PARTS:
        part.init_app(app)
    for place in PLACES:
        app.register_blueprint(place)
    return app
