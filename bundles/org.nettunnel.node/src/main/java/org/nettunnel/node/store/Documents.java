package org.nettunnel.node.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.nettunnel.api.node.Node.Writing;
import org.nettunnel.node.json.StrictJson;

/// The six documents of a configuration directory.
record Documents(Document<Settings> settings, Document<IdentityForm> identity, Document<AccountsForm> accounts, Document<TunnelsForm> tunnels,
        Document<EndpointsForm> endpoints, Document<PreferenceForm> preference) {

    Documents(Path config, FileSteps steps) {
        this(new Document<>(config, "settings.json", Settings.class, StrictJson.SETTINGS, steps),
                new Document<>(config, "identity.json", IdentityForm.class, StrictJson.FILES, steps),
                new Document<>(config, "accounts.json", AccountsForm.class, StrictJson.FILES, steps),
                new Document<>(config, "tunnels.json", TunnelsForm.class, StrictJson.FILES, steps),
                new Document<>(config, "endpoints.json", EndpointsForm.class, StrictJson.FILES, steps),
                new Document<>(config, "preference.json", PreferenceForm.class, StrictJson.FILES, steps));
    }

    List<Document<?>> all() {
        return List.of(settings, identity, accounts, tunnels, endpoints, preference);
    }

    /// One line for each document that is not right.
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        for (Document<?> document : all()) {
            try {
                document.read();
            } catch (IOException wrong) {
                problems.add(wrong.getMessage() + remedy(document));
            }
        }
        return problems;
    }

    /// Sees to it that every document can be read, by older generations where that was asked for.
    void check(NodeStore.Opening opening) throws IOException {
        List<String> problems = new ArrayList<>();
        for (Document<?> document : all()) {
            try {
                document.read();
            } catch (IOException wrong) {
                boolean replaced = opening.useLastGood() && document.takeNewestGood(opening.clock());
                if (!replaced) problems.add(wrong.getMessage() + remedy(document));
            }
        }
        if (!problems.isEmpty()) throw new BadStore(String.join("\n", problems));
    }

    private static String remedy(Document<?> document) {
        Path good = document.newestGood();
        return good == null ? " (mend it; there is no good generation of it)"
                : " (mend it, or let 'nettunnel run --use-last-good' take the newest good generation, " + good + ", and keep this file aside)";
    }

    /// All in all.
    Writing writing() {
        return new Writing(all().stream().mapToLong(document -> document.writing().changes()).sum(),
                all().stream().allMatch(document -> document.writing().lastGood()));
    }

    void settle() throws IOException {
        for (Document<?> document : all()) document.settle();
    }
}
