package org.nettunnel.node.osgi;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogListener;
import org.osgi.service.log.LogReaderService;

/// Brings the framework's warnings and errors into the node's log, such as a component that could not start.
@Component(immediate = true, service = {})
public final class FrameworkLog implements LogListener {
    private static final System.Logger LOG = System.getLogger("org.nettunnel.framework");
    private final LogReaderService reader;

    @Activate
    public FrameworkLog(@Reference LogReaderService reader) {
        this.reader = reader;
        reader.addLogListener(this);
    }

    @Override
    @SuppressWarnings("null")   // OSGi leaves its parameter open
    public void logged(LogEntry entry) {
        String text = entry.getBundle().getSymbolicName() + ": " + entry.getMessage();
        switch (entry.getLogLevel()) {
            case AUDIT, ERROR -> LOG.log(System.Logger.Level.ERROR, text, entry.getException());
            case WARN -> LOG.log(System.Logger.Level.WARNING, text, entry.getException());
            case INFO, DEBUG, TRACE -> { }
        }
    }

    @Deactivate
    void stop() {
        reader.removeLogListener(this);
    }
}
