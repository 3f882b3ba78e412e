package org.nettunnel.api.admin.diagnosis;

import java.util.List;

import org.nettunnel.api.admin.Nothing;
import org.nettunnel.api.admin.Operation;
import org.nettunnel.api.admin.Operation.About;
import org.nettunnel.api.admin.Operation.Access;
import org.nettunnel.api.node.Tokens.Scope;
import org.nettunnel.api.admin.Operation.Effect;

/// The rows that say why something is slow.
public final class DiagnosisOperations {
    public static final Operation<Nothing, DiagnosisView> DIAGNOSE_TUNNEL = Operation.get("/tunnels/{id}/diagnosis", Access.SEE, DiagnosisView.class,
            "Measures a tunnel for a second and says what holds it up.").about(About.TUNNEL);
    public static final Operation<Nothing, DiagnosisView> DIAGNOSE_STREAM = Operation.get("/streams/{id}/diagnosis", Access.SEE, DiagnosisView.class,
            "Measures a stream for a second and says what holds it up.").about(About.STREAM);

    public static final Operation<DoctorRequest, DoctorView> EXAMINE = Operation.post("/doctor", Access.ADMINISTRATOR, DoctorRequest.class, DoctorView.class,
            "Examines the way from this node to another, step by step, or through a tunnel that is up; takes up to a minute.").effect(Effect.TRIES);

    public static final Operation<EndpointCheck, DoctorView> CHECK_ENDPOINT = Operation.post("/tunnels/{id}/check", Access.SEE, EndpointCheck.class,
            DoctorView.class, "Says of an endpoint that is not there yet whether this node's part of it would work: its port, or its target.")
            .about(About.TUNNEL).scope(Scope.CONFIGURE).effect(Effect.LOOKS);
    public static final Operation<Nothing, DoctorView> TRY_ENDPOINT = Operation.post("/endpoints/{id}/try", Access.OPERATE, Nothing.class, DoctorView.class,
            "Opens a connection as a client of the endpoint would, says whether the target took it, and closes it.").about(About.ENDPOINT).effect(Effect.TRIES);

    public static final List<Operation<?, ?>> ALL = List.of(DIAGNOSE_TUNNEL, DIAGNOSE_STREAM, EXAMINE, CHECK_ENDPOINT, TRY_ENDPOINT);

    private DiagnosisOperations() {}
}
