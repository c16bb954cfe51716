"""The audit lets no text into XML but names, declarations of namespaces, and what was escaped."""

from __future__ import annotations

import pytest

from ecrgen.finish.audit import UnsafeError, audit

PATH = "models/thing.py"
SOURCE = '''\
"""Things."""

from __future__ import annotations

from dataclasses import dataclass

from .._runtime.codecs import xml_write


@dataclass(slots=True, kw_only=True)
class Thing:
    """A thing."""

    name: str

    def to_xml(self, tag: str, attributes: str = "") -> str:
        out = ""
        attributes += xml_write.attribute("xsi:type", self.kind)
        out += xml_write.text("Name", self.name)
        out += xml_write.text("Made", xml_write.date_time(self.made), ' xmlns:x="http://a.b/?c=d&amp;e"')
        if self.child is not None:
            out += self.child.to_xml("x:child-1", ' xmlns="u"')
        out += xml_write.siblings(
            [
                xml_write.container("Pair", [xml_write.text("K", key), each.to_xml("V")])
                for key, each in self.pairs.items()
            ]
        )
        out += xml_write.container("All", [xml_write.text("one", each) for each in self.all])
        out += xml_write.element("Unit", "")
        out += xml_write.element("new", xml_write.unknown(self.tag, self.value))
        return xml_write.element(tag, out, attributes)
'''


def test_what_the_lowering_writes_passes() -> None:
    assert audit(SOURCE, PATH).body


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('text("Name", self.name)', "text(self.name, self.name)"),
        ('text("Name", self.name)', 'text("Name><b", self.name)'),
        ('text("Name", self.name)', 'text("Name a", self.name)'),
        ('text("Name", self.name)', 'text("a:b:c", self.name)'),
        ('text("Name", self.name)', 'text("Name", self.name, self.name)'),
        ('text("Name", self.name)', 'text("Name", self.name, \' a="b"\')'),
        ('text("Name", self.name)', 'text("Name", self.name, \' xmlns="a" b="c"\')'),
        ('text("Name", self.name)', 'text("Name", self.name, \' xmlns="a>b"\')'),
        ('text("Name", self.name)', 'text("Name", self.name, attributes=self.name)'),
        ('text("Name", self.name)', 'text("Name", self.name, "", "")'),
        ('text("Name", self.name)', 'element("Name", self.name)'),
        ('text("Name", self.name)', 'element("Name", "<b/>")'),
        ('text("Name", self.name)', 'container("Name", self.name)'),
        ('text("Name", self.name)', 'container("Name", [self.name])'),
        ('text("Name", self.name)', 'container("Name", [each for each in self.all])'),
        ('text("Name", self.name)', "siblings(self.name)"),
        ('text("Name", self.name)', "siblings([self.name])"),
        ('text("Name", self.name)', "siblings([each for each in self.all])"),
        ('text("Name", self.name)', 'unknown("Name", self.name)'),
        ('text("Name", self.name)', 'attribute("Name", self.name)'),
        ('xml_write.text("Name", self.name)', "self.name"),
        ('xml_write.text("Name", self.name)', '"<Name/>"'),
        ('xml_write.text("Name", self.name)', "self.to_value()"),
        ('out += xml_write.text("Name"', 'self += xml_write.text("Name"'),
        ('out += xml_write.text("Name"', 'out -= xml_write.text("Name"'),
        ('"xsi:type", self.kind', '"a=", self.kind'),
        ('"xsi:type", self.kind', "self.kind, self.kind"),
        ("self.child.to_xml(", "self.child.to_xml(self.name, "),
        ('"x:child-1"', '"x>child"'),
        ('"x:child-1"', "self.name"),
        ("' xmlns=\"u\"'", "self.name"),
        ("unknown(self.tag, self.value)", "unknown(self.tag, self.name)"),
        ("element(tag, out, attributes)", "element(tag, self.name, attributes)"),
        ("element(tag, out, attributes)", "element(out, out, attributes)"),
        ("element(tag, out, attributes)", "element(tag, out, out)"),
        ("element(tag, out, attributes)", "element(*tag)"),
        ('out = ""', "out = self.name"),
        ('out = ""', 'out = "<b/>"'),
        ('out = ""', "attributes = self.name"),
        ('[xml_write.text("K", key), each', "[key, each"),
    ],
)
def test_what_it_refuses(old: str, new: str) -> None:
    assert SOURCE.count(old) >= 1, old
    with pytest.raises(UnsafeError):
        audit(SOURCE.replace(old, new, 1), PATH)
