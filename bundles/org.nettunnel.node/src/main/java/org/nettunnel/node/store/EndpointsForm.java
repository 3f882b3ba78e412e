package org.nettunnel.node.store;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.nettunnel.api.tunnel.EndpointId;
import org.nettunnel.node.sync.EndpointBook;
import org.nettunnel.node.sync.EndpointEntry;
import org.nettunnel.node.sync.EntryForm;

/// `endpoints.json`.
record EndpointsForm(int schema, List<EntryForm> endpoints) implements Form {
    EndpointsForm {
        Form.checkSchemaWithRights(schema);
        endpoints = Form.all(endpoints, "endpoints");
        Form.unique(endpoints, "endpoints", EntryForm::id);
        for (EntryForm entry : endpoints) {
            Form.required(entry.tunnel(), "tunnel");
            String owner = entry.owner();
            if (owner != null && !owner.matches(Account.NAME)) throw new IllegalArgumentException("owner '" + owner + "' is not the name of a user");
        }
    }

    static EndpointsForm of(EndpointBook book) {
        return new EndpointsForm(book.owners().isEmpty() ? SCHEMA : SCHEMA_WITH_RIGHTS,
                book.entries().values().stream().map(entry -> EntryForm.inFile(entry, book.owner(entry.id()))).toList());
    }

    EndpointBook book() {
        List<EndpointEntry> entries = endpoints.stream().map(form -> form.entry(Objects.requireNonNull(form.tunnel()))).toList();
        Map<EndpointId, String> owners = new LinkedHashMap<>();
        for (EntryForm form : endpoints) {
            String owner = form.owner();
            if (owner != null) owners.put(form.id(), owner);
        }
        return EndpointBook.of(entries).owned(owners);
    }
}
