package io.github.lockstarter.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.ToolProvider;

/** A locked class as a compiler makes it that was not given -parameters. */
public final class ClassWithoutParameterNames {

    private static final String SOURCE = """
            public class Nameless {
                @io.github.lockstarter.DistributedLock("'item:' + #id")
                public void place(String id) {}
            }
            """;

    private ClassWithoutParameterNames() {}

    public static Class<?> compile() {
        try {
            Path directory = Files.createTempDirectory("nameless");
            Path source = Files.writeString(directory.resolve("Nameless.java"), SOURCE);
            int failed = ToolProvider.getSystemJavaCompiler()
                    .run(
                            null,
                            null,
                            null,
                            "-proc:none",
                            "-classpath",
                            System.getProperty("java.class.path"),
                            source.toString());
            if (failed != 0) {
                throw new IllegalStateException("The compiler refused the class.");
            }
            URL[] urls = {directory.toUri().toURL()};
            return new URLClassLoader(urls, ClassWithoutParameterNames.class.getClassLoader()).loadClass("Nameless");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
