package org.nettunnel.system.server;

import java.io.IOException;
import java.nio.file.Path;
import org.nettunnel.system.process.Debian;
import org.nettunnel.system.process.Ports;
import org.nettunnel.system.process.Scratch;

/// nginx with one worker, serving files of its scratch directory `www`.
public final class Nginx {
    private Nginx() {}

    public static Server start() throws IOException, InterruptedException, Debian.Missing {
        String nginx = Debian.program("nginx");
        Scratch scratch = Scratch.make("nginx");
        int port = Ports.free();
        Path www = scratch.directory("www");
        java.nio.file.Files.writeString(www.resolve("index.html"), "<h1>Hello through the tunnel</h1>\n");
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
                  server { listen 127.0.0.1:%2$d backlog=4096; root %3$s; }
                }
                """.formatted(scratch.directory(), port, www, Debian.isRoot() ? "user root;" : ""));
        return Server.whenListening(Server.start("nginx", scratch, nginx, "-e", "stderr", "-p", scratch.directory().toString(), "-c", config.toString()),
                scratch, port);
    }
}
