package org.nettunnel.admin.diagnosis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.admin.diagnosis.DiagnosisView;
import org.nettunnel.api.tunnel.Tunnels.Measures;

/// Two measures of a tunnel, and what they say of it and of its streams.
final class Diagnosis {
    private final List<Stretch.Stream> streams;
    private final List<Stretch.Link> links;
    private final double busy;

    Diagnosis(Measures before, Measures after) {
        streams = after.streams().stream().flatMap(now -> before.streams().stream().filter(was -> was.state().id().equals(now.state().id()))
                .map(was -> Stretch.Stream.between(was, now))).toList();
        // a link that is new shrank: it is looked at from its own beginning
        links = after.links().stream().map(now -> Stretch.Link.between(before.links().stream()
                .filter(was -> was.lane() == now.lane() && was.sentBytes() <= now.sentBytes()).findFirst().orElse(now), now)).toList();
        busy = after.loops().stream().mapToDouble(now -> before.loops().stream().filter(was -> was.name().equals(now.name())).findFirst()
                .map(was -> Stretch.Loop.between(was, now).busy()).orElse(0.0)).max().orElse(0);
    }

    /// Empty when it was not there both times.
    Optional<DiagnosisView> ofStream(String id) {
        return streams.stream().filter(one -> one.now().state().id().equals(id)).findFirst().map(stream -> {
            Stretch.@Nullable Link link = linkOf(stream);
            var measures = new ArrayList<>(Figures.of(stream));
            if (link != null) measures.addAll(Figures.of(link));
            measures.add(Figures.busy(busy));
            return new DiagnosisView(verdict(stream).sentence(), measures, Figures.parts(stream, busy));
        });
    }

    DiagnosisView ofTunnel() {
        var measures = new ArrayList<DiagnosisView.Measure>();
        for (Stretch.Link link : links) measures.addAll(Figures.of(link));
        measures.add(Figures.busy(busy));
        return new DiagnosisView(tunnelVerdict(), measures, Figures.parts(streams, busy));
    }

    private String tunnelVerdict() {
        if (links.isEmpty()) return "The tunnel has no link just now: everything waits for it.";
        List<Verdict> held = streams.stream().map(this::verdict).filter(Verdict::isHeld).sorted(Comparator.comparingDouble(Verdict::share).reversed()).toList();
        if (held.isEmpty()) {
            double bytes = streams.stream().mapToDouble(Stretch.Stream::moved).sum();
            if (bytes == 0) return "Nothing holds it up: nothing was said in this time.";
            return "Nothing holds it up: it carried " + Figures.rate(bytes) + " in " + streams.size() + (streams.size() == 1 ? " stream" : " streams") + ".";
        }
        Verdict worst = held.getFirst();
        long alike = held.stream().filter(one -> one.cause() == worst.cause()).count();
        return streams.size() == 1 ? worst.sentence() : alike + " of " + streams.size() + " streams wait for the same. " + worst.sentence();
    }

    private Verdict verdict(Stretch.Stream stream) {
        return Verdict.of(stream, linkOf(stream), busy);
    }

    private Stretch.@Nullable Link linkOf(Stretch.Stream stream) {
        return links.stream().filter(link -> link.now().lane() == stream.now().lane()).findFirst().orElse(null);
    }
}
