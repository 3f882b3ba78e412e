package org.nettunnel.admin;

import org.nettunnel.admin.call.Engine;
import org.nettunnel.admin.call.Judge;
import org.nettunnel.admin.call.Subject;
import org.nettunnel.api.admin.Operation.Access;
import org.nettunnel.api.node.Accounts.User;
import org.nettunnel.api.node.Rights;
import org.nettunnel.api.node.Rights.Act;

/// Asks the node's rights; while they are not there, administrators may all and others nothing.
final class NodeJudge implements Judge {
    private final Engine engine;

    NodeJudge(Engine engine) {
        this.engine = engine;
    }

    @Override
    public boolean allows(User user, Access access, Subject subject) {
        Rights rights = engine.rights();
        if (rights == null) return Rights.isAdministrator(user);
        Act act = switch (access) {
            case SEE -> Act.SEE;
            case OPERATE -> Act.OPERATE;
            case CHANGE -> Act.CHANGE;
            case ANYONE, USER, ADMINISTRATOR -> throw new IllegalArgumentException(access + " is not about one object");
        };
        return switch (subject) {
            case Subject.OfTunnel(var tunnel) -> rights.may(user, act, tunnel.id());
            case Subject.OfEndpoint(var endpoint) -> rights.may(user, act, endpoint.id());
            case Subject.OfStream(var stream) -> rights.may(user, act, stream.endpoint());
            case Subject.None() -> true;
        };
    }
}
