package org.nettunnel.node.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.params.provider.MethodSource;
import org.nettunnel.api.crypto.Secret;
import org.nettunnel.node.Bounded;
import org.nettunnel.node.json.BadDocument;
import org.nettunnel.node.json.StrictJson;
import org.nettunnel.node.store.AccountsForm.AccountForm;
import org.nettunnel.node.store.TunnelsForm.TunnelForm;
import org.nettunnel.node.sync.Entries;

import com.code_intelligence.jazzer.junit.FuzzTest;

/// Whatever is left in a file of the configuration is read as what it says, or refused with a sentence.
class DocumentsFuzzTest {
    private static final Bounded FILE = new Bounded(BadDocument.class, 8 << 20);
    private static final List<Class<? extends Form>> FORMS =
            List.of(Settings.class, IdentityForm.class, AccountsForm.class, TunnelsForm.class, EndpointsForm.class, PreferenceForm.class);
    private static final Secret OPENED = Secret.of(new byte[32]);

    static Stream<byte[]> files() {
        var knobs = new Settings.HttpKnobs(52845, "::", "127.0.0.1:52846", null, null, 10, null, null, null, null, null);
        var settings = new Settings(1, new Settings.NodeKnobs("b\u00fcro", null), knobs, null, null, new Settings.LogKnobs("info"));
        var tunnels = List.of(TunnelForm.of(NodeStoreTest.onTrial("office"), new TunnelsForm.Sealed("sealed", null, "sealed before")),
                TunnelForm.of(NodeStoreTest.invited(), new TunnelsForm.Sealed("sealed", null, null)));
        Stream<byte[]> real = Stream.<Form>of(settings, Settings.DEFAULT, new IdentityForm(1, Entries.peer(1), "sealed", Entries.NOW),
                AccountsForm.of(AccountsFormTest.ACCOUNTS),
                new TunnelsForm(1, tunnels), EndpointsForm.of(NodeStoreTest.book()),
                new PreferenceForm(1, List.of("ChaCha20-Poly1305"), List.of("zstd", "lz4"), true))
                .map(form -> marked(FORMS.indexOf(form.getClass()), json(form).pretty(form)));
        Stream<byte[]> odd = Stream.of("", "null", "{", "[".repeat(100), "{\"schema\":2}", "{\"schema\":1,\"schema\":1}", "{\"schema\":1e999999999}",
                "{\"schema\":" + "9".repeat(99) + "}", "{\"schema\":1} x", "\ufeff{}", "{\"schema\":\"1\"}", "{\"schema\":1,\"users\":[null]}")
                .flatMap(text -> Stream.of(0, 2).map(form -> marked(form, text.getBytes(UTF_8))));
        return Stream.concat(real, odd);
    }

    private static byte[] marked(int form, byte[] json) {
        byte[] all = new byte[1 + json.length];
        all[0] = (byte) form;
        System.arraycopy(json, 0, all, 1, json.length);
        return all;
    }

    private static StrictJson json(Form form) {
        return form instanceof Settings ? StrictJson.SETTINGS : StrictJson.FILES;
    }

    /// The first byte says which file it is.
    @MethodSource("files")
    @FuzzTest
    void anyFileIsReadOrRefused(byte[] input) throws BadDocument {
        if (input.length == 0) return;
        var kind = FORMS.get(Byte.toUnsignedInt(input[0]) % FORMS.size());
        byte[] content = Arrays.copyOfRange(input, 1, input.length);
        var json = kind == Settings.class ? StrictJson.SETTINGS : StrictJson.FILES;
        var read = new Form[1];
        if (!FILE.reads(() -> {
            json.numberAt("schema", content);
            read[0] = json.read("file", content, kind);
        })) return;
        assertEquals(read[0], json.read("what was written", json.pretty(read[0]), kind));
        use(read[0]);
    }

    /// What was read can be taken for what it is.
    private static void use(Form form) {
        switch (form) {
            case Settings settings -> settings.sections();
            case IdentityForm identity -> identity.identity().fingerprint();
            case AccountsForm(int _, List<AccountForm> users) -> users.forEach(AccountForm::account);
            case TunnelsForm(int _, List<TunnelForm> tunnels) ->
                tunnels.forEach(tunnel -> tunnel.tunnel(new TunnelsForm.Opened(OPENED, tunnel.route().proxyPassword() == null ? null : OPENED,
                        tunnel.sealedPasswordBefore() == null ? null : OPENED)));
            case EndpointsForm endpoints -> endpoints.book();
            case PreferenceForm preference -> preference.preference();
        }
    }
}
