package org.nettunnel.admin.diagnosis;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.nettunnel.admin.call.Actions;
import org.nettunnel.admin.call.Call;
import org.nettunnel.admin.call.Engine;
import org.nettunnel.admin.call.Refusal;
import org.nettunnel.admin.call.Words;
import org.nettunnel.api.admin.Nothing;
import org.nettunnel.api.admin.diagnosis.DiagnosisOperations;
import org.nettunnel.api.admin.diagnosis.DoctorView;
import org.nettunnel.api.admin.diagnosis.DoctorView.Check;
import org.nettunnel.api.admin.diagnosis.EndpointCheck;
import org.nettunnel.api.endpoint.EndpointConfig;
import org.nettunnel.api.endpoint.EndpointState;
import org.nettunnel.api.endpoint.EndpointStatus;
import org.nettunnel.api.endpoint.Endpoints;
import org.nettunnel.api.node.Accounts.User;
import org.nettunnel.api.node.Node.EndpointDraft;
import org.nettunnel.api.node.RequestRefused;
import org.nettunnel.api.node.Rights;
import org.nettunnel.api.node.Rights.Permit;
import org.nettunnel.api.transport.Address;
import org.nettunnel.api.tunnel.StreamRefused;
import org.nettunnel.api.tunnel.TunnelConfig;
import org.nettunnel.api.tunnel.TunnelSide;

/// Whether an endpoint would work, and whether one that is there does.
public final class EndpointChecks implements Actions {
    static final String PORT = "port";
    static final String TARGET = "target";
    private static final Check TARGET_IS_THERE = new Check(TARGET, "skipped", "The other node connects to the target; it was not asked.",
            "Log in at the other end to have it looked at before, or add the endpoint and try it.", 0);
    private static final Check PORT_IS_THERE = new Check(PORT, "skipped", "The other node listens; it was not asked.",
            "Log in at the other end to have it looked at before, or add the endpoint and see.", 0);
    private final Engine engine;

    public EndpointChecks(Engine engine) {
        this.engine = engine;
    }

    @Override
    public void register(Rows rows) {
        rows.on(DiagnosisOperations.CHECK_ENDPOINT, this::check);
        rows.on(DiagnosisOperations.TRY_ENDPOINT, this::attempt);
    }

    private DoctorView check(Call<EndpointCheck> call) throws Refusal, RequestRefused {
        EndpointCheck asked = call.body();
        TunnelConfig tunnel = call.tunnel();
        boolean listens = Words.listensHere(asked.direction());
        Words.port(asked.port());
        TunnelSide side = listens ? tunnel.side() : tunnel.side().other();
        String bind = Words.parsed("bind", Words.given(asked.bind(), "127.0.0.1"), text -> new EndpointConfig.Listen(side, text, asked.port()).bind());
        Address target = Words.parsed("target", asked.target(), Address::parse);
        User caller = call.caller().known();
        boolean mayAll = Rights.isAdministrator(caller);
        if (!mayAll) engine.needRights().check(caller, new EndpointDraft(tunnel.id(), null, side, bind, asked.port(), target, EndpointConfig.ADAPTIVE));
        if (listens) return new DoctorView(List.of(Probe.port(bind, asked.port()), TARGET_IS_THERE));
        // what a name stands for is judged when the endpoint is used: until then nobody is let to look around by it
        return new DoctorView(List.of(PORT_IS_THERE, mayAll ? Probe.dial(target, _ -> true)
                : new Check(TARGET, "skipped", "It is tried when the endpoint is there.", "", 0)));
    }

    private DoctorView attempt(Call<Nothing> call) throws Refusal {
        EndpointConfig endpoint = call.endpoint();
        Optional<EndpointState> state = states().stream().filter(each -> each.id().equals(endpoint.id())).findFirst();
        return switch (state.map(EndpointState::status).orElse(new EndpointStatus.Stopped())) {
            case EndpointStatus.Listening(String bind, int port) -> through(endpoint, bind, port);
            case EndpointStatus.Waiting(String reason, var _) -> new DoctorView(List.of(
                    new Check(PORT, "bad", reason, "Free the port, or give the endpoint another one.", 0), notAsked("It does not listen.")));
            case EndpointStatus.Ready() -> new DoctorView(List.of(PORT_IS_THERE, dial(endpoint)));
            case EndpointStatus.Stopped() -> new DoctorView(List.of(
                    new Check(PORT, "bad", "The endpoint is stopped.", "Start its tunnel; where it is a user's own, look whether he may still have it.", 0), notAsked("It is stopped.")));
        };
    }

    private List<EndpointState> states() {
        Endpoints endpoints = engine.endpoints();
        return endpoints == null ? List.of() : endpoints.states();
    }

    private static Check notAsked(String why) {
        return new Check(TARGET, "skipped", why, "", 0);
    }

    private DoctorView through(EndpointConfig endpoint, String bind, int port) throws Refusal {
        var checks = new ArrayList<Check>();
        checks.add(new Check(PORT, "good", "It listens on " + bind + " port " + port + ".", "", 0));
        checks.add(Probe.through(engine.needTunnels(), endpoint, bind, port));
        return new DoctorView(checks);
    }

    /// As its owner may: what he was not granted is not dialled for him here either.
    private Check dial(EndpointConfig endpoint) throws Refusal {
        Rights rights = engine.rights();
        Optional<String> owner = rights == null ? Optional.empty() : rights.owner(endpoint.id());
        if (rights == null || owner.isEmpty()) return Probe.dial(endpoint.target(), _ -> true);
        @Nullable Permit permit = null;
        try {
            permit = rights.admit(owner.get(), endpoint);
            Predicate<InetAddress> mayDial = permit::mayDial;
            return Probe.dial(endpoint.target(), mayDial);
        } catch (StreamRefused refused) {
            return new Check(TARGET, "bad", String.valueOf(refused.getMessage()), "", 0);
        } finally {
            if (permit != null) permit.end();
        }
    }
}
