package org.nettunnel.admin.upkeep;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.nettunnel.admin.call.Call;
import org.nettunnel.admin.call.Engine;
import org.nettunnel.api.admin.LoginRequest;
import org.nettunnel.api.admin.Nothing;
import org.nettunnel.api.admin.Operation;
import org.nettunnel.api.admin.Operation.Access;
import org.nettunnel.api.admin.Operation.Method;
import org.nettunnel.api.admin.peer.PeerRequest;
import org.nettunnel.api.node.Accounts;
import org.nettunnel.api.node.Audit;
import org.nettunnel.api.node.Audit.Draft;

/// Notes in the audit log what is asked for and what became of it, for every operation that is no mere look.
///
/// An operation is noted before it is done: what cannot be noted, because the disk is full or broken, is not done, so nothing is ever
/// changed that the log does not know. Strangers change nothing but by logging in and joining, which is noted when it is over; what they
/// are refused is noted some times a minute and else only counted, so that they cannot push everything else out of the log.
/// **Threads:** any.
public final class Trail {
    private static final System.Logger LOG = System.getLogger("org.nettunnel.admin");
    private static final long MINUTE_NANOS = 60_000_000_000L;
    private static final int REFUSED_A_MINUTE = 60;
    private static final List<String> NAMES = List.of("id", "tunnel", "name", "user", "key");

    private final Engine engine;
    private final Snapshots snapshots;
    private final LongSupplier nanoTime;
    /// It and what follows is guarded by this.
    private long minute;
    private int noted;
    private int skipped;

    /// @param nanoTime as `System.nanoTime`
    public Trail(Engine engine, LongSupplier nanoTime) {
        this.engine = engine;
        this.snapshots = new Snapshots(engine);
        this.nanoTime = nanoTime;
        this.minute = nanoTime.getAsLong();
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
        if (audit == null || row.method() == Method.GET) return NONE;
        PeerRequest far = call.body() instanceof PeerRequest request ? request : null;
        if (far != null && "GET".equals(far.method())) return NONE;
        String action = row.method() + " " + row.path() + (far == null ? "" : " " + plain(far));
        String object = call.body() instanceof LoginRequest login ? claimed(login.user()) : call.id();
        var draft = new Draft(call.caller().name(), call.caller().from(), action, object, "asked");
        String before = snapshots.of(row.terms().about(), call.id());
        if (row.access() != Access.ANYONE) audit.note(draft.with(before, null));
        return new Under(audit, row, draft, before);
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
        if (audit == null || row.method() == Method.GET) return;
        refuse(audit, new Draft("-", from, row.method() + " " + row.path(), id, "asked"), sentence, true);
    }

    private final class Under implements Step {
        private final Audit audit;
        private final Operation<?, ?> row;
        private final Draft asked;
        private final @Nullable String before;

        Under(Audit audit, Operation<?, ?> row, Draft asked, @Nullable String before) {
            this.audit = audit;
            this.row = row;
            this.asked = asked;
            this.before = before;
        }

        @Override
        public void done(Object answer) throws IOException {
            String object = asked.object().isEmpty() ? name(answer) : asked.object();
            String after = snapshots.of(row.terms().about(), object);
            String result = answer instanceof Record record && Boolean.FALSE.equals(value(record, "applied")) ? "done: told only" : "done";
            var draft = new Draft(asked.user(), asked.from(), asked.action(), object, before, after, result);
            try {
                audit.note(draft);
            } catch (IOException unwritten) {
                if (row.access() == Access.ANYONE) throw unwritten;
                // that it was asked for is on the disk already
                LOG.log(Level.ERROR, "what became of an operation was not noted operation=\"" + asked.action() + "\" reason=\"" + unwritten.getMessage() + "\"");
            }
        }

        @Override
        public void refused(@Nullable String sentence) {
            refuse(audit, asked, sentence, row.access() == Access.ANYONE);
        }
    }

    private void refuse(Audit audit, Draft asked, @Nullable String sentence, boolean bounded) {
        String more = bounded ? admit() : "";
        if (more == null) return;
        try {
            audit.note(new Draft(asked.user(), asked.from(), asked.action(), asked.object(), "refused: " + sentence + more));
        } catch (IOException unwritten) {
            LOG.log(Level.ERROR, "a refusal was not noted operation=\"" + asked.action() + "\" reason=\"" + unwritten.getMessage() + "\"");
        }
    }

    /// @return what to add; null when it is only counted
    private synchronized @Nullable String admit() {
        long now = nanoTime.getAsLong();
        if (now - minute >= MINUTE_NANOS) {
            minute = now;
            noted = 0;
        }
        if (noted >= REFUSED_A_MINUTE) {
            skipped++;
            return null;
        }
        noted++;
        String more = skipped == 0 ? "" : "; " + skipped + " more were refused before and not noted singly";
        skipped = 0;
        return more;
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
