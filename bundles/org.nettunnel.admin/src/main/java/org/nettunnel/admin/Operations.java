package org.nettunnel.admin;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.nettunnel.admin.call.Actions;
import org.nettunnel.admin.call.Call;
import org.nettunnel.admin.call.Call.Action;
import org.nettunnel.admin.call.Refusal;
import org.nettunnel.api.admin.NodeOperations;
import org.nettunnel.api.admin.Operation;
import org.nettunnel.api.admin.Operation.About;
import org.nettunnel.api.admin.TunnelOperations;
import org.nettunnel.api.admin.bundles.BundleOperations;
import org.nettunnel.api.admin.diagnosis.DiagnosisOperations;
import org.nettunnel.api.admin.peer.PeerOperations;
import org.nettunnel.api.admin.upkeep.UpkeepOperations;
import org.nettunnel.api.admin.live.LiveOperations;
import org.nettunnel.api.admin.users.UserOperations;
import org.nettunnel.api.node.RequestRefused;

/// The table of all operations, and what each of them does.
final class Operations implements Actions.Rows {
    /// Every row there is: a new group of rows gets its line here, and its actions one in [Admin].
    static final List<Operation<?, ?>> TABLE = Stream.of(NodeOperations.ALL, TunnelOperations.ALL, BundleOperations.ALL, UpkeepOperations.ALL,
            LiveOperations.ALL, DiagnosisOperations.ALL, PeerOperations.ALL, UserOperations.ALL)
            .<Operation<?, ?>>flatMap(List::stream).toList();
    /// What callers have rights to one by one.
    private static final Set<About> SUBJECTS = Set.of(About.TUNNEL, About.ENDPOINT, About.STREAM);

    private final Map<Operation<?, ?>, Action<?, ?>> actions = new LinkedHashMap<>();

    /// @throws IllegalStateException when a row has no action, an action no row, or a row about one thing does not say which
    Operations(List<Actions> parts) {
        for (Actions part : parts) part.register(this);
        var orphans = new ArrayList<>(actions.keySet());
        orphans.removeAll(TABLE);
        if (!orphans.isEmpty()) throw new IllegalStateException("not in the table: " + orphans);
        for (Operation<?, ?> operation : TABLE)
            if (!actions.containsKey(operation)) throw new IllegalStateException("nothing answers " + operation);
        for (Operation<?, ?> operation : TABLE)
            if (operation.hasSubject() && !SUBJECTS.contains(operation.terms().about())) throw new IllegalStateException("nothing says who may call " + operation);
    }

    /// Does what `operation` is for; the types of body and answer are those of its row.
    <Q, A> A answer(Operation<Q, A> operation, Call<Q> call) throws Refusal, RequestRefused, IOException {
        @SuppressWarnings("unchecked") // `on` puts them in with the types of the row
        @Nullable Action<Q, A> action = (Action<Q, A>) actions.get(operation);
        if (action == null) throw new IllegalStateException("nothing answers " + operation);
        return action.answer(call);
    }

    @Override
    public <Q, A> void on(Operation<Q, A> operation, Action<Q, A> action) {
        if (actions.putIfAbsent(operation, action) != null) throw new IllegalStateException("two answer " + operation);
    }
}
