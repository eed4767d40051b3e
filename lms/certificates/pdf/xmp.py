"""The XMP packet of a paper: what it is called, and that it is PDF/A-3a and PDF/UA-1."""

from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape

PRODUCER = "WeasyPrint"
GENERATOR = "Pelita"
# PDF/A wants every schema that it does not know itself to be described in the packet.
PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"><pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:format>application/pdf</dc:format><dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title><dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator><dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description><dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language></rdf:Description>
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/"><xmp:CreatorTool>{generator}</xmp:CreatorTool><xmp:CreateDate>{made_at}</xmp:CreateDate><xmp:ModifyDate>{made_at}</xmp:ModifyDate><xmp:MetadataDate>{made_at}</xmp:MetadataDate></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"><pdf:Producer>{producer}</pdf:Producer></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema><pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>Part of ISO 14289 that the file conforms to</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
</rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""  # noqa: E501


@dataclass(frozen=True, kw_only=True)
class About:
    """What a file says of itself, in its packet and in its information dictionary alike; `made_at` as 2019-11-04T…Z."""

    title: str
    author: str
    subject: str
    language: str
    made_at: str

    def packet(self) -> bytes:
        """Return the XMP packet."""
        values = {"title": self.title, "author": self.author, "subject": self.subject, "language": self.language,
                  "made_at": self.made_at, "generator": GENERATOR, "producer": PRODUCER}  # fmt: skip
        return PACKET.format(**{name: escape(value) for name, value in values.items()}).encode()

    @property
    def pdf_day(self) -> str:
        """When it was made, as PDF writes it."""
        return datetime.fromisoformat(self.made_at).strftime("D:%Y%m%d%H%M%SZ")

    def information(self) -> dict[str, str]:
        """Return the same facts under the names of the information dictionary."""
        return {"/Title": self.title, "/Author": self.author, "/Subject": self.subject, "/Creator": GENERATOR,
                "/Producer": PRODUCER, "/CreationDate": self.pdf_day, "/ModDate": self.pdf_day}  # fmt: skip
