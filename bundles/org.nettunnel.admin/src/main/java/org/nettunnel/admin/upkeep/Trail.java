package org.nettunnel.admin.upkeep;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.nettunnel.admin.call.Call;
import org.nettunnel.admin.call.Engine;
import org.nettunnel.admin.call.Subject;
import org.nettunnel.api.admin.LoginRequest;
import org.nettunnel.api.admin.Nothing;
import org.nettunnel.api.admin.Operation;
import org.nettunnel.api.admin.Operation.About;
import org.nettunnel.api.admin.Operation.Access;
import org.nettunnel.api.admin.Operation.Effect;
import org.nettunnel.api.admin.peer.PeerRequest;
import org.nettunnel.api.node.Accounts;
import org.nettunnel.api.node.Audit;
import org.nettunnel.api.node.Audit.Draft;

/// Notes in the audit log what is asked for and what became of it, for every operation that is no mere look.
///
/// An operation is noted before it is done: what cannot be noted, because the disk is full or broken, is not done, so nothing is ever
/// changed that the log does not know. Strangers change nothing but by logging in and joining, which is noted when it is over. What is
/// refused is noted some times a minute and else only counted, so that nobody pushes everything else out of the log.
/// **Threads:** any.
public final class Trail {
    private static final System.Logger LOG = System.getLogger("org.nettunnel.admin");
    /// Refusals that are noted singly, a minute.
    private static final int OF_ONE_STRANGER = 20;
    private static final int OF_STRANGERS = 60;
    private static final int OF_ONE_USER = 60;
    private static final int OF_USERS = 600;
    private static final int LONGEST_TYPED = 100;
    private static final List<String> NAMES = List.of("id", "tunnel", "name", "user", "key");

    private final Engine engine;
    private final Snapshots snapshots;
    private final Refusals strangers;
    private final Refusals users;

    /// @param nanoTime as `System.nanoTime`
    public Trail(Engine engine, LongSupplier nanoTime) {
        this.engine = engine;
        this.snapshots = new Snapshots(engine);
        this.strangers = new Refusals(OF_ONE_STRANGER, OF_STRANGERS, nanoTime);
        this.users = new Refusals(OF_ONE_USER, OF_USERS, nanoTime);
    }

    /// What is under way.
    public interface Step {
        /// @throws IOException when it cannot be noted though it had to be: for strangers
        void done(Object answer) throws IOException;

        void refused(@Nullable String sentence);
    }

    private static final Step NONE = new Step() {
        @Override
        public void done(Object answer) {}

        @Override
        public void refused(@Nullable String sentence) {}
    };

    /// Before the operation is done.
    ///
    /// @throws IOException when it cannot be noted; then it must not be done
    public <Q> Step begin(Operation<Q, ?> row, Call<Q> call) throws IOException {
        Audit audit = engine.audit();
        if (audit == null || row.terms().effect() == Effect.LOOKS) return NONE;
        PeerRequest far = call.body() instanceof PeerRequest request ? request : null;
        if (far != null && "GET".equals(far.method())) return NONE;
        tellLeftOut(audit);
        String action = action(row) + (far == null ? "" : " " + plain(far));
        String object = call.body() instanceof LoginRequest login ? claimed(login.user()) : object(row, call);
        String before = snapshots.of(row.terms().about(), object);
        var draft = new Draft(call.caller().name(), call.caller().from(), action, object, "asked").with(before, null);
        if (row.access() != Access.ANYONE) audit.note(draft);
        return new Under(audit, row, draft, toldOnly(call.body()));
    }

    private static String action(Operation<?, ?> row) {
        return row.method() + " " + row.path();
    }

    /// By its id where it has one, however the caller called it.
    private static String object(Operation<?, ?> row, Call<?> call) {
        return switch (call.subject()) {
            case Subject.OfTunnel(var tunnel) -> tunnel.id().toString();
            case Subject.OfEndpoint(var endpoint) -> endpoint.id().toString();
            case Subject.OfStream(var stream) -> stream.id();
            case Subject.None _ -> row.terms().about() == About.USER ? call.id().toLowerCase(Locale.ROOT) : call.id();
        };
    }

    /// Whether it asks for a plan, and not to carry it out.
    private static boolean toldOnly(Object body) {
        return body instanceof Record record && Arrays.stream(record.getClass().getRecordComponents()).anyMatch(each -> each.getName().equals("apply"))
                && !Boolean.TRUE.equals(value(record, "apply"));
    }

    /// Only a name that there is: people type passwords where the name belongs.
    private String claimed(@Nullable String name) {
        Accounts accounts = engine.accounts();
        boolean isKnown = accounts != null && accounts.users().stream().anyMatch(user -> user.name().equalsIgnoreCase(name));
        return isKnown && name != null ? name.toLowerCase(Locale.ROOT) : "unknown user";
    }

    /// What is asked of another node, as far as it is such as that node has.
    private static String plain(PeerRequest far) {
        String asked = far.method() + " " + far.path();
        String operation = asked.replaceFirst("\\?.*", "");
        return operation.matches("[A-Z]{1,10} [A-Za-z0-9/_.-]{1,200}") ? operation : "(what no node has)";
    }

    /// What the gate refused to somebody who is logged in.
    ///
    /// @param sentence names him
    public void refusedAtTheGate(Operation<?, ?> row, String id, String from, @Nullable String sentence) {
        Audit audit = engine.audit();
        if (audit == null || row.terms().effect() == Effect.LOOKS) return;
        refuse(audit, new Draft("-", from, action(row), id.length() > LONGEST_TYPED ? id.substring(0, LONGEST_TYPED) + "…" : id, "asked"), sentence);
    }

    private final class Under implements Step {
        private final Audit audit;
        private final Operation<?, ?> row;
        private final Draft asked;
        private final boolean toldOnly;

        Under(Audit audit, Operation<?, ?> row, Draft asked, boolean toldOnly) {
            this.audit = audit;
            this.row = row;
            this.asked = asked;
            this.toldOnly = toldOnly;
        }

        @Override
        public void done(Object answer) throws IOException {
            String object = asked.object().isEmpty() ? name(answer) : asked.object();
            String after = snapshots.of(row.terms().about(), object);
            var draft = new Draft(asked.user(), asked.from(), asked.action(), object, asked.before(), after, result(answer));
            try {
                audit.note(draft);
            } catch (IOException unwritten) {
                if (row.access() == Access.ANYONE) throw unwritten;
                // that it was asked for is on the disk already
                LOG.log(Level.ERROR, "what became of an operation was not noted operation=\"" + asked.action() + "\" reason=\"" + unwritten.getMessage() + "\"");
            }
        }

        private String result(Object answer) {
            if (row.terms().effect() == Effect.TRIES) return "done: looked only";
            boolean isPlan = toldOnly || answer instanceof Record record && Boolean.FALSE.equals(value(record, "applied"));
            return isPlan ? "done: told only" : "done";
        }

        @Override
        public void refused(@Nullable String sentence) {
            refuse(audit, asked, sentence);
        }
    }

    private void refuse(Audit audit, Draft asked, @Nullable String sentence) {
        tellLeftOut(audit);
        boolean isStranger = asked.user().equals("-");
        if (isStranger ? strangers.admits(asked.from()) : users.admits(asked.user()))
            noteAnyhow(audit, new Draft(asked.user(), asked.from(), asked.action(), asked.object(), asked.before(), null, "refused: " + sentence));
    }

    private void tellLeftOut(Audit audit) {
        int more = strangers.leftOut() + users.leftOut();
        if (more > 0) noteAnyhow(audit, new Draft(Audit.NODE, "-", "refusals", "", "refused: " + more + " more were refused before and not noted singly"));
    }

    /// Where nothing hangs on it.
    private static void noteAnyhow(Audit audit, Draft draft) {
        try {
            audit.note(draft);
        } catch (IOException unwritten) {
            LOG.log(Level.ERROR, "a refusal was not noted operation=\"" + draft.action() + "\" reason=\"" + unwritten.getMessage() + "\"");
        }
    }

    /// By what the answer is found again.
    private static String name(Object answer) {
        if (answer instanceof Nothing || !(answer instanceof Record record)) return "";
        for (String name : NAMES) if (value(record, name) instanceof String text) return text;
        return "";
    }

    private static @Nullable Object value(Record record, String component) {
        try {
            for (RecordComponent each : record.getClass().getRecordComponents())
                if (each.getName().equals(component)) return each.getAccessor().invoke(record);
            return null;
        } catch (IllegalAccessException | InvocationTargetException unreadable) {
            return null;
        }
    }
}
