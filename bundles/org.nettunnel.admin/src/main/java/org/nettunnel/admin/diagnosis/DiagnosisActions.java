package org.nettunnel.admin.diagnosis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.eclipse.jetty.http.HttpStatus;
import org.nettunnel.admin.call.Actions;
import org.nettunnel.admin.call.Call;
import org.nettunnel.admin.call.Caller;
import org.nettunnel.admin.call.Engine;
import org.nettunnel.admin.call.Lookup;
import org.nettunnel.admin.call.Refusal;
import org.nettunnel.admin.call.Subject;
import org.nettunnel.admin.call.Words;
import org.nettunnel.api.admin.Nothing;
import org.nettunnel.api.admin.diagnosis.DiagnosisOperations;
import org.nettunnel.api.admin.diagnosis.DiagnosisView;
import org.nettunnel.api.admin.diagnosis.DoctorRequest;
import org.nettunnel.api.admin.diagnosis.DoctorView;
import org.nettunnel.api.admin.diagnosis.DoctorView.Check;
import org.nettunnel.api.crypto.Fingerprint;
import org.nettunnel.api.crypto.Secret;
import org.nettunnel.api.node.FarSide;
import org.nettunnel.api.tunnel.ProxyConfig;
import org.nettunnel.api.tunnel.TunnelConfig;
import org.nettunnel.api.tunnel.Tunnels.Measures;
import org.nettunnel.api.tunnel.TunnelId;
import org.nettunnel.api.tunnel.Tunnels;
import org.nettunnel.client.Doctor;
import org.nettunnel.client.NodeAddress;

/// Why something is slow: measures twice, a second apart.
public final class DiagnosisActions implements Actions {
    private static final Duration APART = Duration.ofSeconds(1);
    private final Engine engine;

    public DiagnosisActions(Engine engine) {
        this.engine = engine;
    }

    @Override
    public void register(Rows rows) {
        rows.on(DiagnosisOperations.DIAGNOSE_TUNNEL, this::tunnel);
        rows.on(DiagnosisOperations.DIAGNOSE_STREAM, this::stream);
        rows.on(DiagnosisOperations.EXAMINE, this::examine);
    }

    private DiagnosisView tunnel(Call<Nothing> call) throws Refusal {
        return watch(call.tunnel().id(), call.caller()).ofTunnel();
    }

    private DiagnosisView stream(Call<Nothing> call) throws Refusal {
        return watch(call.stream().tunnel(), call.caller()).ofStream(call.stream().id())
                .orElseThrow(() -> new Refusal(HttpStatus.NOT_FOUND_404, "the stream '" + call.id() + "' ended while it was measured"));
    }

    private DoctorView examine(Call<DoctorRequest> call) throws Refusal {
        DoctorRequest asked = call.body();
        String through = asked.tunnel();
        if (through != null) {
            if (asked.address() != null || asked.proxy() != null || asked.transport() != null)
                throw Refusal.invalid("give 'address' or 'tunnel', not both: a tunnel has its address, proxy and transport");
            return tunnel(Lookup.tunnel(engine.needNode(), call.caller(), through), call.caller());
        }
        NodeAddress to = Words.parsed("address", asked.address(), NodeAddress::parse);
        ProxyConfig proxy = proxy(asked);
        Fingerprint fingerprint = asked.fingerprint() == null ? null : Words.parsed("fingerprint", asked.fingerprint(), Fingerprint::new);
        return Doctor.examine(Words.parsed("transport", Words.given(asked.transport(), "https"), transport -> new Doctor.Way(to, proxy, transport, fingerprint)));
    }

    private DoctorView tunnel(TunnelConfig tunnel, Caller caller) throws Refusal {
        FarSide far = engine.needFarSide();
        List<Check> checks = new ArrayList<>(new WayProbe(engine.needTunnels(), tunnel).examine());
        checks.addAll(new TunnelProbe(far, tunnel.id()).examine(watch(tunnel.id(), caller).ofTunnel().verdict()).checks());
        return new DoctorView(checks);
    }

    private static ProxyConfig proxy(DoctorRequest asked) throws Refusal {
        String password = asked.proxyPassword();
        return Words.parsed("proxy", Words.given(asked.proxy(), ProxyConfig.ENVIRONMENT),
                text -> ProxyConfig.parse(text, password == null ? null : Secret.of(password.getBytes(StandardCharsets.UTF_8))));
    }

    /// Of the streams that the caller may see, as he does in the list of them.
    private Diagnosis watch(TunnelId tunnel, Caller caller) throws Refusal {
        Tunnels tunnels = engine.needTunnels();
        Measures before = tunnels.measures(tunnel);
        Measures after = CompletableFuture.supplyAsync(() -> tunnels.measures(tunnel), CompletableFuture.delayedExecutor(APART.toMillis(), TimeUnit.MILLISECONDS)).join();
        var seen = after.streams().stream().filter(stream -> caller.sees(new Subject.OfStream(stream.state()))).toList();
        return new Diagnosis(before, new Measures(seen, after.links(), after.loops()));
    }
}
