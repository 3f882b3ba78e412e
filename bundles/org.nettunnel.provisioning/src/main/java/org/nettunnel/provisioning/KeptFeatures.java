package org.nettunnel.provisioning;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.crypto.Fingerprint;
import org.nettunnel.provisioning.metadata.BundleName;

/// What is to be installed, and what was before: the one truth, after which the platform is brought into line.
///
/// **Threads:** any reads, one writes.
final class KeptFeatures {
    private static final int SCHEMA = 1;

    /// @param id      without `.feature`
    /// @param copy    name of the folder of its verified copy
    /// @param index   SHA-256 of the copy's `index.jar`, from which all of it follows
    record KeptFeature(String id, String version, String label, String site, Fingerprint signer, String copy, String index, Instant since, List<BundleName> bundles) {
        KeptFeature {
            bundles = List.copyOf(bundles);
        }

        String text() {
            return id + " " + version;
        }
    }

    /// @param before null when there is nothing to go back to
    record Form(int schema, List<KeptFeature> now, @Nullable List<KeptFeature> before) {}

    private final DurableDocument<Form> document;
    private volatile Form form;

    KeptFeatures(Path file) throws IOException {
        document = new DurableDocument<>(file, Form.class);
        Form kept = document.read();
        if (kept != null && kept.schema() != SCHEMA) throw new IOException(file + " is of another version of NetTunnel (schema " + kept.schema() + ")");
        form = kept == null ? new Form(SCHEMA, List.of(), null) : kept;
    }

    List<KeptFeature> now() {
        return form.now();
    }

    @Nullable List<KeptFeature> before() {
        return form.before();
    }

    /// From now on `next` is what there is, and what there was is what one may go back to.
    void become(List<KeptFeature> next) throws IOException {
        var changed = new Form(SCHEMA, List.copyOf(next), form.now());
        document.write(changed);
        form = changed;
    }
}
