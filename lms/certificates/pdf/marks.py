"""What WeasyPrint leaves out of a PDF/A file: the mark of PDF/UA-1, with the schema that PDF/A asks for."""

from typing import Any

UA = b"""<rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about=""><pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#" rdf:about=""><pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema><pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>Part of ISO 14289 that the file conforms to</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""  # noqa: E501
END = b"</rdf:RDF>"


def add_ua_mark(_document: Any, pdf: Any) -> None:
    """Write pdfuaid:part 1 into the XMP packet, before the file is written."""
    reference = int(str(pdf.catalog["Metadata"].decode() if isinstance(pdf.catalog["Metadata"], bytes)
                        else pdf.catalog["Metadata"]).split()[0])  # fmt: skip
    stream = pdf.objects[reference].stream
    stream[0] = stream[0].replace(END, UA + END)
