package org.nettunnel.system.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/// The unpacked product that is run: its folder holds `bin/nettunnel`.
public record Product(Path home) {
    /// What system property `nettunnel.product` or variable NETTUNNEL_PRODUCT names, else what `./dev build` made.
    public static Product find() {
        String told = System.getProperty("nettunnel.product", System.getenv("NETTUNNEL_PRODUCT"));
        Path home = told != null ? Path.of(told) : built();
        if (!Files.isExecutable(home.resolve("bin/nettunnel")))
            throw new IllegalStateException("there is no product in " + home + "; ./dev build makes it");
        return new Product(home.toAbsolutePath());
    }

    private static Path built() {
        String machine = System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x86_64";
        return root().resolve("releng/org.nettunnel.node.product/target/products/nettunnel.node/linux/gtk").resolve(machine).resolve("nettunnel");
    }

    /// The folder of the repository.
    public static Path root() {
        String told = System.getProperty("nettunnel.root", System.getenv("NETTUNNEL_ROOT"));
        if (told != null) return Path.of(told);
        Path here = Path.of("").toAbsolutePath();
        return Stream.iterate(here, folder -> folder != null, Path::getParent).filter(folder -> Files.exists(folder.resolve("dev"))).findFirst()
                .orElse(here);
    }

    /// An installation of one's own, to write into.
    ///
    /// @param home made by this
    public Product copyTo(Path home) throws IOException {
        try (Stream<Path> all = Files.walk(this.home)) {
            for (Path path : all.toList()) Files.copy(path, home.resolve(this.home.relativize(path)), StandardCopyOption.COPY_ATTRIBUTES);
        }
        return new Product(home);
    }

    /// Its command, without a node.
    public Cli cli() {
        return Cli.of(home);
    }
}
