package org.nettunnel.system.server;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.nettunnel.system.process.Debian;
import org.nettunnel.system.process.Ports;
import org.nettunnel.system.process.Run;
import org.nettunnel.system.process.Scratch;

/// nginx with one worker, serving files of its scratch directory `www`.
public final class Nginx {
    private Nginx() {}

    public static Server start() throws IOException, InterruptedException, Debian.Missing {
        return start(false);
    }

    /// The same over TLS, with a certificate that nobody knows.
    public static Server startWithTls() throws IOException, InterruptedException, Debian.Missing {
        return start(true);
    }

    private static Server start(boolean isTls) throws IOException, InterruptedException, Debian.Missing {
        String nginx = Debian.program("nginx");
        Scratch scratch = Scratch.make("nginx");
        int port = Ports.free();
        Path www = scratch.directory("www");
        java.nio.file.Files.writeString(www.resolve("index.html"), "<h1>Hello through the tunnel</h1>\n");
        if (isTls) Run.succeed(Duration.ofSeconds(20), Debian.program("openssl"), "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=localhost",
                "-days", "1", "-keyout", scratch.file("key.pem").toString(), "-out", scratch.file("certificate.pem").toString());
        Path config = scratch.write("nginx.conf", """
                daemon off;
                worker_processes 1;
                pid %1$s/nginx.pid;
                error_log stderr warn;
                %4$s
                events { worker_connections 4096; }
                http {
                  access_log off;
                  sendfile on;
                  keepalive_requests 1000000;
                  types { text/html html; }
                  default_type application/octet-stream;
                  client_body_temp_path %1$s/t1; proxy_temp_path %1$s/t2; fastcgi_temp_path %1$s/t3; uwsgi_temp_path %1$s/t4; scgi_temp_path %1$s/t5;
                  server { listen 127.0.0.1:%2$d %5$s backlog=4096; root %3$s; %6$s }
                }
                """.formatted(scratch.directory(), port, www, Debian.isRoot() ? "user root;" : "",
                isTls ? "ssl" : "", isTls ? "ssl_certificate %1$s/certificate.pem; ssl_certificate_key %1$s/key.pem;".formatted(scratch.directory()) : ""));
        return Server.whenListening(Server.start("nginx", scratch, nginx, "-e", "stderr", "-p", scratch.directory().toString(), "-c", config.toString()),
                scratch, port);
    }
}
