"""导入导出: the registry as a workbook or an archive, and a file of the office looked through before it is taken over."""

from io import BytesIO

from flask import abort, redirect, render_template, request, send_file, url_for

from tracker import clock
from tracker.agencies.captions import TABLES
from tracker.errors import Refusal, WrongState
from tracker.operations import registry_files, registry_release
from tracker.storage.queries.registry_uploads import registry_upload
from tracker.web.clerk import signed
from tracker.web.downloads import XLSX

MOST_SHOWN = 500


def export_book():
    """The registry as a workbook."""
    return _sent(registry_files.write_workbook, XLSX, "xlsx")


def export_archive():
    """The registry as CSV files."""
    return _sent(registry_files.write_archive, "application/zip", "zip")


def imports():
    """Where a file is chosen."""
    return render_template("registry/import.html", refusal=None)


def receive():
    """Keep the file and show what it would change."""
    file = request.files.get("file")
    try:
        if not file or not file.filename:
            raise WrongState("没有选择文件；请选一份登记文件再上传。")
        upload_id = registry_files.receive(file.stream, file.filename, who=signed())
    except Refusal as refusal:
        return render_template("registry/import.html", refusal=refusal), 409
    return redirect(url_for("registry.look_through", upload_id=upload_id), 303)


def look_through(upload_id: int):
    """What a file would change, row by row."""
    return _preview(upload_id)


def take_over(upload_id: int):
    """Take a file over as it was shown."""
    version = request.form.get("version", "")
    try:
        registry_files.take_over(upload_id, who=signed(), version=int(version) if version.isdecimal() else 0)
    except Refusal as refusal:
        return _preview(upload_id, refusal), 409
    return redirect(url_for("registry.history"), 303)


def release():
    """What the release of the registry that came with the program would change."""
    return _release()


def take_release():
    """Take the release over as it was shown."""
    version = request.form.get("version", "")
    try:
        registry_release.take_release(who=signed(), version=int(version) if version.isdecimal() else 0)
    except Refusal as refusal:
        return _release(refusal), 409
    return redirect(url_for("registry.history"), 303)


def _release(refusal=None):
    found = registry_release.offered()
    return render_template("registry/release.html", found=found, tables=TABLES, most=MOST_SHOWN, refusal=refusal)


def _preview(upload_id, refusal=None):
    upload = registry_upload(upload_id) or abort(404)
    return render_template(
        "registry/import_preview.html",
        upload=upload,
        found=registry_files.look_through(upload),
        tables=TABLES,
        most=MOST_SHOWN,
        refusal=refusal,
    )


def _sent(write, mimetype, ending):
    target = BytesIO()
    write(target)
    target.seek(0)
    name = f"单位登记-{clock.today():%Y%m%d}.{ending}"
    return send_file(target, mimetype=mimetype, as_attachment=True, download_name=name)
