package org.nettunnel.cli.site;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;

import org.nettunnel.cli.shell.CliFailure;
import org.nettunnel.cli.shell.ExitCode;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/// p2's metadata: read without document types and entities, and written.
final class Xml {
    private Xml() {}

    /// @param name of the file, for sentences
    static Document read(byte[] bytes, String name) throws CliFailure {
        try {
            return builder().parse(new ByteArrayInputStream(bytes));
        } catch (SAXException | IOException strange) {
            throw new CliFailure(ExitCode.FAILED, name + " is not the XML of a p2 site: " + strange.getMessage());
        }
    }

    private static DocumentBuilder builder() {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
            factory.setXIncludeAware(false);
            factory.setExpandEntityReferences(false);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null); // it would print
            return builder;
        } catch (ParserConfigurationException impossible) {
            throw new IllegalStateException("this Java has no XML parser that is safe", impossible);
        }
    }

    static byte[] write(Document document) {
        var bytes = new ByteArrayOutputStream();
        try {
            TransformerFactory factory = TransformerFactory.newDefaultInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.newTransformer().transform(new DOMSource(document), new StreamResult(bytes));
        } catch (TransformerException impossible) {
            throw new IllegalStateException("writing XML to memory failed", impossible);
        }
        return bytes.toByteArray();
    }

    /// Those right below `parent`.
    static List<Element> children(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling())
            if (node instanceof Element element && element.getTagName().equals(name)) found.add(element);
        return found;
    }

    /// The elements at the end of a path of names.
    static List<Element> at(Element parent, String... path) {
        List<Element> found = List.of(parent);
        for (String name : path) found = found.stream().flatMap(element -> children(element, name).stream()).toList();
        return found;
    }

    /// Takes an element out, with the space before it, and mends the count that p2 keeps at its parent.
    static void remove(Element element) {
        var parent = (Element) element.getParentNode();
        Node before = element.getPreviousSibling();
        if (before != null && before.getNodeType() == Node.TEXT_NODE && before.getTextContent().isBlank()) parent.removeChild(before);
        parent.removeChild(element);
        count(parent, element.getTagName());
    }

    static void count(Element parent, String name) {
        parent.setAttribute("size", String.valueOf(children(parent, name).size()));
    }

    /// The value of p2's `<property>`; empty without one.
    static String property(Element owner, String name) {
        return at(owner, "properties", "property").stream().filter(property -> property.getAttribute("name").equals(name)).map(property -> property.getAttribute("value"))
                .findFirst().orElse("");
    }
}
