package org.nettunnel.provisioning.metadata;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;

import org.jspecify.annotations.Nullable;
import org.nettunnel.provisioning.trust.SiteRefused;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/// Reads XML that may be meant to do harm: no document type, so no entities; few levels, not too many elements, nothing fetched.
final class XmlTree extends DefaultHandler {
    private static final int DEEPEST = 12;
    private static final int MOST_ELEMENTS = 300_000;

    private final Deque<Element> open = new ArrayDeque<>();
    private @Nullable Element root;
    private int elements;

    /// @param text between its tags, children left out
    record Element(String name, Map<String, String> attributes, List<Element> children, StringBuilder text) {
        String attribute(String key) {
            return attributes.getOrDefault(key, "");
        }

        List<Element> children(String wanted) {
            return children.stream().filter(child -> child.name.equals(wanted)).toList();
        }

        /// Children of the one child of that name, which may be missing.
        List<Element> within(String list) {
            return children(list).stream().flatMap(child -> child.children.stream()).toList();
        }
    }

    private XmlTree() {}

    static Element read(InputStream in, String name) throws SiteRefused, IOException {
        var reader = new XmlTree();
        try {
            SAXParserFactory factory = SAXParserFactory.newDefaultInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
            factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
            factory.newSAXParser().parse(in, reader);
        } catch (SAXException bad) {
            throw new SiteRefused(name + " of the site cannot be used: " + bad.getMessage());
        } catch (ParserConfigurationException impossible) {
            throw new IllegalStateException("this Java cannot read XML safely", impossible);
        }
        Element whole = reader.root;
        if (whole == null) throw new SiteRefused(name + " of the site is empty");
        return whole;
    }

    @Override
    public void startElement(@Nullable String space, @Nullable String local, @Nullable String name, @Nullable Attributes given) throws SAXException {
        if (++elements > MOST_ELEMENTS) throw new SAXException("it has more than " + MOST_ELEMENTS + " elements");
        if (open.size() >= DEEPEST) throw new SAXException("its elements are nested too deeply");
        Map<String, String> attributes = new HashMap<>();
        if (given != null) for (int i = 0; i < given.getLength(); i++) attributes.put(given.getQName(i), given.getValue(i));
        var element = new Element(String.valueOf(name), attributes, new ArrayList<>(), new StringBuilder());
        Element parent = open.peek();
        if (parent == null) root = element;
        else parent.children.add(element);
        open.push(element);
    }

    @Override
    public void endElement(@Nullable String space, @Nullable String local, @Nullable String name) {
        open.pop();
    }

    @Override
    @SuppressWarnings("null")   // the JDK leaves its parameter open
    public void characters(char[] text, int start, int length) {
        Element element = open.peek();
        if (element != null) element.text.append(text, start, length);
    }

    /// Nothing is fetched, whatever the file asks for.
    @Override
    public InputSource resolveEntity(@Nullable String publicId, @Nullable String systemId) throws SAXException {
        throw new SAXException("it refers to '" + systemId + "'");
    }
}
