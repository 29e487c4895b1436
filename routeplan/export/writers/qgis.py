"""Styles of QGIS: a rule for each kind of feature, in the colour that the feature itself names.

References
----------
QGIS User Guide, QML - The QGIS Style File Format,
https://docs.qgis.org/latest/en/docs/user_manual/appendices/qgis_file_formats.html
OGC 02-070, Styled Layer Descriptor 1.0.0, https://www.ogc.org/standards/sld/
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from routeplan.export.drawing.palette import WHITE

Symbol = Literal["marker", "line", "fill"]

QGIS_VERSION = "3.28.0"
DOCTYPE = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
# How QGIS numbers the ways to give a property: 2 is by a field.
BY_FIELD = "2"
SLD = "http://www.opengis.net/sld"
PIXELS_PER_MM = 1 / 0.28  # the pixel that SLD assumes


@dataclass(frozen=True)
class StyleRule:
    """How features of one kind are drawn.

    Parameters
    ----------
    title
        What it is called in the legend.
    symbol
        Of points, lines or areas.
    colour
        As #rrggbb, where the feature has none.
    size
        Millimetres: diameter of a marker, width of a line.
    colour_field
        Field of the features with their own colour; empty for none.
    kind
        Value of the field ``kind``; empty for all features of a layer.
    dashed, hollow
        Whether a line or an outline is dashed, and whether an area is an outline only.
    """

    title: str
    symbol: Symbol
    colour: str
    size: float = 0.4
    colour_field: str = ""
    kind: str = ""
    dashed: bool = False
    hollow: bool = False


def make_qml(rules: Sequence[StyleRule], *, label_field: str = "") -> str:
    """Return a QGIS layer style with a rule-based renderer.

    `label_field` is shown beside each feature; none where it is empty.
    """
    root = Element("qgis", version=QGIS_VERSION, styleCategories="Symbology|Labeling")
    renderer = SubElement(
        root, "renderer-v2", type="RuleRenderer", symbollevels="0", forceraster="0"
    )
    listed = SubElement(renderer, "rules", key="{root}")
    symbols = SubElement(renderer, "symbols")
    for number, rule in enumerate(rules):
        about = {"key": f"{{rule-{number}}}", "symbol": str(number), "label": rule.title}
        if rule.kind:
            about["filter"] = f"\"kind\" = '{rule.kind}'"
        SubElement(listed, "rule", about)
        symbols.append(_make_symbol(rule, number))
    if label_field:
        root.append(_make_labels(label_field))
    indent(root)
    return DOCTYPE + tostring(root, encoding="unicode") + "\n"


def make_sld(rules: Sequence[StyleRule], *, layer: str) -> str:
    """Return a Styled Layer Descriptor (SLD 1.0) for programs other than QGIS.

    It has one colour for each kind: SLD 1.0 takes none from a field in every program.
    """
    root = Element(
        "StyledLayerDescriptor",
        {"version": "1.0.0", "xmlns": SLD, "xmlns:ogc": "http://www.opengis.net/ogc"},
    )
    named = SubElement(root, "NamedLayer")
    SubElement(named, "Name").text = layer
    style = SubElement(SubElement(named, "UserStyle"), "FeatureTypeStyle")
    for rule in rules:
        _add_sld_rule(style, rule)
    indent(root)
    return tostring(root, encoding="unicode")


def _add_sld_rule(style: Element, rule: StyleRule) -> None:
    element = SubElement(style, "Rule")
    SubElement(element, "Title").text = rule.title
    pixels = f"{rule.size * PIXELS_PER_MM:.1f}"
    if rule.symbol == "marker":
        graphic = SubElement(SubElement(element, "PointSymbolizer"), "Graphic")
        mark = SubElement(graphic, "Mark")
        SubElement(mark, "WellKnownName").text = "circle"
        _add_paint(mark, "Fill", {"fill": rule.colour})
        SubElement(graphic, "Size").text = pixels
        return
    dashes = {"stroke-dasharray": "6 4"} if rule.dashed else {}
    names = {"line": "LineSymbolizer", "fill": "PolygonSymbolizer"}
    symbolizer = SubElement(element, names[rule.symbol])
    if rule.symbol == "fill" and not rule.hollow:
        _add_paint(symbolizer, "Fill", {"fill": rule.colour, "fill-opacity": "0.15"})
    paint = {"stroke": rule.colour, "stroke-width": pixels, **dashes}
    _add_paint(symbolizer, "Stroke", paint)


def _add_paint(parent: Element, name: str, values: dict[str, str]) -> None:
    element = SubElement(parent, name)
    for key, value in values.items():
        SubElement(element, "CssParameter", name=key).text = value


def _make_symbol(rule: StyleRule, number: int) -> Element:
    symbol = Element(
        "symbol", type=rule.symbol, name=str(number), alpha="1", clip_to_extent="1", force_rhr="0"
    )
    kinds = {"marker": "SimpleMarker", "line": "SimpleLine", "fill": "SimpleFill"}
    layer = SubElement(symbol, "layer", {"class": kinds[rule.symbol], "enabled": "1", "pass": "0"})
    options = SubElement(layer, "Option", type="Map")
    for name, value in _list_options(rule).items():
        SubElement(options, "Option", type="QString", name=name, value=value)
    if rule.colour_field:
        painted = "fillColor" if rule.symbol == "marker" else "outlineColor"
        layer.append(_take_from_field(painted, rule.colour_field))
    return symbol


def _list_options(rule: StyleRule) -> dict[str, str]:
    colour, size = _write_colour(rule.colour), f"{rule.size:g}"
    if rule.symbol == "marker":
        return {
            "name": "circle",
            "color": colour,
            "outline_color": _write_colour(WHITE),
            "outline_width": "0.3",
            "size": size,
            "size_unit": "MM",
        }
    stroke = "dash" if rule.dashed else "solid"
    if rule.symbol == "line":
        return {
            "line_color": colour,
            "line_width": size,
            "line_width_unit": "MM",
            "line_style": stroke,
            "capstyle": "round",
            "joinstyle": "round",
        }
    return {
        "color": _write_colour(rule.colour, alpha=40),
        "outline_color": colour,
        "outline_width": size,
        "outline_width_unit": "MM",
        "outline_style": stroke,
        "style": "no" if rule.hollow else "solid",
    }


def _take_from_field(name: str, field: str) -> Element:
    """Return the property of a symbol that is read from a field of the feature."""
    element = Element("data_defined_properties")
    table = SubElement(element, "Option", type="Map")
    SubElement(table, "Option", name="name", value="", type="QString")
    properties = SubElement(table, "Option", name="properties", type="Map")
    own = SubElement(properties, "Option", name=name, type="Map")
    SubElement(own, "Option", name="active", value="true", type="bool")
    SubElement(own, "Option", name="field", value=field, type="QString")
    SubElement(own, "Option", name="type", value=BY_FIELD, type="int")
    SubElement(table, "Option", name="type", value="collection", type="QString")
    return element


def _make_labels(field: str) -> Element:
    labels = Element("labeling", type="simple")
    settings = SubElement(labels, "settings", calloutType="simple")
    style = {
        "fieldName": field,
        "isExpression": "0",
        "fontSize": "9",
        "fontSizeUnit": "Point",
        "textColor": "0,0,0,255",
    }
    text = SubElement(settings, "text-style", style)
    SubElement(text, "text-buffer", bufferDraw="1", bufferSize="0.8", bufferSizeUnits="MM",
               bufferColor="255,255,255,255")  # fmt: skip
    SubElement(settings, "placement", placement="0", dist="1.5", distUnits="MM")
    return labels


def _write_colour(colour: str, *, alpha: int = 255) -> str:
    """Return #rrggbb as ``red,green,blue,alpha``."""
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"{red},{green},{blue},{alpha}"
