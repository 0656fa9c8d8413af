"""A workbook as WPS 表格 saves it again: its parts, names and habits, put on one of ours."""

import re
import zipfile
from io import BytesIO
from xml.sax.saxutils import escape

APP = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>WPS 表格</Application>
<HeadingPairs/></Properties>"""
CUSTOM = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
 xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">
<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="KSOProductBuildVer"><vt:lpwstr>2052-12.1.0.19302</vt:lpwstr></property>
<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="3" name="ICV"><vt:lpwstr>8D3F0E5B6C7A4E1D_13</vt:lpwstr></property></Properties>"""
IMAGES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<etc:cellImages xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData"/>"""
IMAGE_TYPE = "http://www.wps.cn/officeDocument/2020/cellImage"
SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = (
    ' xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData"'
    ' xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision" xr:uid="{1}"'
)
CELL = re.compile(r'<c r="([A-Z]+\d+)"((?: [a-z]+="[^"]*")*)(?:/>|>(.*?)</c>)', re.DOTALL)


def as_wps(raw, **cells):
    """The bytes as WPS would save them; ``cells`` of the first sheet are replaced: ``L6='<f>…</f><v>…</v>'``.

    Shared strings for inline ones, styles in another order, relations by absolute names, no list of choices, no guard on
    the key column, which is shown, and parts that no other program writes.
    """
    with zipfile.ZipFile(BytesIO(raw)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    strings: list[str] = []
    places = _turn_styles(parts)
    for name in [name for name in parts if name.startswith("xl/worksheets/sheet")]:
        parts[name] = _sheet(parts[name], strings, places, cells if name.endswith("sheet1.xml") else {})
    parts["xl/sharedStrings.xml"] = _strings(strings)
    parts |= {"docProps/app.xml": APP, "docProps/custom.xml": CUSTOM, "xl/cellImages.xml": IMAGES}
    book = "xl/_rels/workbook.xml.rels"
    parts[book] = re.sub(r'Target="/?(?:xl/)?([^"]+)"', r'Target="/xl/\1"', parts[book])
    more = "".join(
        f'<Relationship Id="{identity}" Type="{kind}" Target="/xl/{part}.xml"/>'
        for identity, kind, part in (("rIdS", f"{OFFICE}/sharedStrings", "sharedStrings"), ("rIdI", IMAGE_TYPE, "cellImages"))
    )
    parts[book] = parts[book].replace("</Relationships>", f"{more}</Relationships>")
    types = "".join(
        f'<Override PartName="/{part}.xml" ContentType="application/{kind}+xml"/>'
        for part, kind in (
            ("xl/sharedStrings", "vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings"),
            ("xl/cellImages", "vnd.wps-officedocument.cellimage"),
            ("docProps/custom", "vnd.openxmlformats-officedocument.custom-properties"),
        )
    )
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace("</Types>", f"{types}</Types>")
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return target.getvalue()


def _turn_styles(parts):
    """Write the cell styles in the opposite order; returns how to find each again."""
    formats = []

    def turned(found):
        formats.extend(re.findall(r"<xf [^>]*?/>|<xf .*?</xf>", found[2], flags=re.DOTALL))
        return found[1] + "".join(reversed(formats)).replace(' quotePrefix="1"', "") + found[3]

    name = "xl/styles.xml"
    parts[name] = re.sub(r"(<cellXfs[^>]*>)(.*?)(</cellXfs>)", turned, parts[name], flags=re.DOTALL)
    return {str(place): str(len(formats) - 1 - place) for place in range(len(formats))}


def _sheet(text, strings, places, cells):
    def cell(found):
        address, attributes, inside = found[1], dict(re.findall(r'([a-z]+)="([^"]*)"', found[2])), found[3]
        style = f' s="{places[attributes["s"]]}"' if "s" in attributes else ""
        if address in cells:
            return f'<c r="{address}"{style} t="str">{cells[address]}</c>'
        if attributes.get("t") == "inlineStr":
            strings.append(re.sub(r"</?is>", "", inside))
            return f'<c r="{address}"{style} t="s"><v>{len(strings) - 1}</v></c>'
        return f'<c r="{address}"{style}>{inside}</c>' if inside else f'<c r="{address}"{style}/>'

    text = CELL.sub(cell, text)
    text = re.sub(r"<dataValidations.*?</dataValidations>|<sheetProtection[^>]*/>", "", text, flags=re.DOTALL)
    text = text.replace(' hidden="1"', "").replace("<worksheet ", f"<worksheet{NAMESPACES} ", 1)
    return re.sub(r'<row r="(\d+)"', r'<row r="\1" spans="1:22"', text)


def _strings(strings):
    items = "".join(f"<si>{string}</si>" for string in strings)
    return f'<?xml version="1.0" encoding="UTF-8"?><sst xmlns="{SPREADSHEET}" count="{len(strings)}">{items}</sst>'


def picture(identity="ID_0A1B"):
    """A cell into which a picture was put."""
    shown = escape(f'=DISPIMG("{identity}",1)')
    return f'<f>_xlfn.DISPIMG("{identity}",1)</f><v>{shown}</v>'
