package io.github.lockstarter.benchmarks.sharing;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The instances of each library, opened in this JVM. */
final class Opened implements AutoCloseable {

    private final Map<Library, List<Locks>> instances = new EnumMap<>(Library.class);

    Opened(int port) {
        for (Library library : Library.values()) {
            instances.put(
                    library,
                    IntStream.range(0, Situation.MOST_INSTANCES)
                            .mapToObj(i -> library.open(port))
                            .toList());
        }
    }

    List<Locks> get(Library library) {
        return instances.get(library);
    }

    @Override
    public void close() {
        instances.values().forEach(each -> each.forEach(Locks::close));
    }
}
