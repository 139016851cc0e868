package io.github.lockstarter.aop;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.SpringAsmInfo;
import org.springframework.asm.Type;

/**
 * Warns of locked methods that an object calls on itself: past the proxy, and so unlocked. Read from the class files, once a class;
 * where they are not to be had, as in a native image, nothing is said.
 */
final class SelfInvocations {

    private static final Logger log = LoggerFactory.getLogger(SelfInvocations.class);

    private SelfInvocations() {}

    /** @param locked the locked methods of the class, its superclasses' among them */
    static void warnOf(Class<?> type, Map<Method, LockSpec> locked) {
        if (locked.isEmpty()) {
            return;
        }
        try {
            for (Found found : in(type, locked.keySet())) {
                if (!found.isUnderTheSameKey(locked)) {
                    log.warn(
                            "{} calls {} on itself, past Spring's proxy: its @DistributedLock does nothing there, and it runs UNLOCKED. "
                                    + "Call it from another bean, or take the lock with LockOperations.execute(...), or weave it (distributed-lock.mode=aspectj). "
                                    + "If that is meant so: distributed-lock.warn-self-invocation=false",
                            found.where(),
                            found.callee());
                }
            }
        } catch (IOException | RuntimeException e) {
            log.debug("{} could not be searched for calls of locked methods on itself: {}", type, e.toString());
        }
    }

    private static List<Found> in(Class<?> type, Collection<Method> locked) throws IOException {
        Map<String, Method> callees = new TreeMap<>();
        locked.forEach(method -> callees.put(method.getName() + Type.getMethodDescriptor(method), method));
        List<Found> found = new ArrayList<>();
        for (Class<?> each = type; each != null && each != Object.class; each = each.getSuperclass()) {
            try (InputStream bytes = each.getResourceAsStream(each.getName().replaceFirst(".*\\.", "") + ".class")) {
                if (bytes != null) {
                    new ClassReader(bytes).accept(new Search(each, callees, found), ClassReader.EXPAND_FRAMES);
                }
            }
        }
        return found;
    }

    /**
     * A call of a locked method on the object itself.
     *
     * @param caller its signature, of a lambda in it too
     * @param line 0: not known
     */
    private record Found(Class<?> type, String caller, int line, Method called) {

        String where() {
            String method = caller.startsWith("lambda$") ? "A lambda" : caller.substring(0, caller.indexOf('('));
            return "%s.%s%s".formatted(type.getSimpleName(), method, line == 0 ? "" : " (line " + line + ")");
        }

        String callee() {
            return called.getName() + "()";
        }

        /** Then the lock is held all the same. */
        boolean isUnderTheSameKey(Map<Method, LockSpec> locked) {
            LockSpec inner = locked.get(called);
            return locked.entrySet().stream()
                    .filter(each -> caller.equals(each.getKey().getName() + Type.getMethodDescriptor(each.getKey())))
                    .map(Map.Entry::getValue)
                    .anyMatch(outer -> inner != null
                            && outer.key() == null
                            && inner.key() == null
                            && outer.template().keys().equals(inner.template().keys()));
        }
    }

    private static final class Search extends ClassVisitor {

        private final Class<?> type;

        private final Map<String, Method> callees;

        private final List<Found> found;

        Search(Class<?> type, Map<String, Method> callees, List<Found> found) {
            super(SpringAsmInfo.ASM_VERSION);
            this.type = type;
            this.callees = callees;
            this.found = found;
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] thrown) {
            return new CallsOnThis(access, (called, line) -> {
                Method callee = callees.get(called);
                if (callee != null) {
                    found.add(new Found(type, name + descriptor, line, callee));
                }
            });
        }
    }
}
