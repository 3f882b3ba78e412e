package org.nettunnel.node.store;

import java.util.List;
import java.util.Objects;

import org.nettunnel.node.sync.EndpointBook;
import org.nettunnel.node.sync.EndpointEntry;
import org.nettunnel.node.sync.EntryForm;

/// `endpoints.json`.
record EndpointsForm(int schema, List<EntryForm> endpoints) implements Form {
    EndpointsForm {
        Form.checkSchema(schema);
        endpoints = Form.all(endpoints, "endpoints");
        Form.unique(endpoints, "endpoints", EntryForm::id);
        for (EntryForm entry : endpoints) Form.required(entry.tunnel(), "tunnel");
    }

    static EndpointsForm of(EndpointBook book) {
        return new EndpointsForm(SCHEMA, book.entries().values().stream().map(EntryForm::inFile).toList());
    }

    EndpointBook book() {
        List<EndpointEntry> entries = endpoints.stream().map(form -> form.entry(Objects.requireNonNull(form.tunnel()))).toList();
        return EndpointBook.of(entries);
    }
}
