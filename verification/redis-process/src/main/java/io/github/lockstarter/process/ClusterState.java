package io.github.lockstarter.process;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the running nodes of a cluster say at a moment.
 *
 * @param silent those which run and do not answer
 */
record ClusterState(List<ClusterView> views, List<RedisServer> silent) {

    static ClusterState ask(Links links) {
        List<Link> running = links.running();
        List<ClusterView> views =
                running.stream().map(ClusterView::ask).flatMap(Optional::stream).toList();
        List<RedisServer> answering = views.stream().map(ClusterView::server).toList();
        return new ClusterState(
                views,
                running.stream()
                        .map(Link::server)
                        .filter(server -> !answering.contains(server))
                        .toList());
    }

    /** Returns the node that says that it serves the slot; of several, the one with the latest right to it. */
    Optional<RedisServer> masterOf(int slot) {
        return views.stream()
                .filter(view -> view.myself().slots().get(slot))
                .max(Comparator.comparing(view -> view.myself().configEpoch()))
                .map(ClusterView::server);
    }

    /** Returns the nodes which say that they are masters. */
    List<RedisServer> masters() {
        return views.stream()
                .filter(view -> view.myself().isMaster())
                .map(ClusterView::server)
                .toList();
    }

    /** Returns the views of those which do not say that this one serves the slot. */
    Optional<String> missingForOwner(int slot, RedisServer owner) {
        return first(
                someSilent(),
                views.stream()
                        .filter(view -> view.owners()[slot] != owner.port())
                        .map(view -> view.server().address() + " does not know that " + owner.address()
                                + " serves slot " + slot));
    }

    /** Returns why some slot cannot be written on every node that answers, or through it. */
    Optional<String> missingToWrite() {
        if (views.isEmpty()) {
            return Optional.of("no node answers");
        }
        return first(someSilent(), notOk(), differentOwners(), slotsWithoutMaster());
    }

    /** Returns what is missing until all of these know each other. */
    Optional<String> missingToKnow(List<RedisServer> servers) {
        return first(
                servers.stream()
                        .filter(server -> views.stream().noneMatch(view -> view.server() == server))
                        .map(server -> server.address() + " does not answer"),
                views.stream()
                        .filter(view -> view.nodes().size() != servers.size())
                        .map(view -> view.server().address() + " knows "
                                + view.nodes().size() + " nodes instead of " + servers.size()),
                views.stream().flatMap(ClusterState::unhealthy));
    }

    /** Returns what is missing until they agree about each other and all slots. */
    Optional<String> missingToAgree() {
        return first(notOk(), differentOwners(), slotsWithoutMaster(), differentMasters());
    }

    private Stream<String> someSilent() {
        return silent.stream().map(server -> server.address() + " does not answer");
    }

    private Stream<String> notOk() {
        return views.stream()
                .filter(view -> !view.ok())
                .map(view -> view.server().address() + " says that the cluster is not ok");
    }

    private Stream<String> differentOwners() {
        return views.stream()
                .filter(view -> !view.hasSameOwnersAs(views.get(0)))
                .map(view -> differs(view, "who serves which slot"));
    }

    /** As all say the same, each master's own view is among what is looked at here. */
    private Stream<String> slotsWithoutMaster() {
        Set<Integer> answering = new HashSet<>();
        views.forEach(view -> answering.add(view.server().port()));
        int[] owners = views.get(0).owners();
        return Arrays.stream(owners)
                .filter(owner -> !answering.contains(owner))
                .mapToObj(owner -> "slots are served by " + (owner == 0 ? "nobody" : owner + ", which is down"));
    }

    private Stream<String> differentMasters() {
        Map<Integer, Integer> masters = views.get(0).mastersByPort();
        return views.stream()
                .filter(view -> !view.mastersByPort().equals(masters))
                .map(view -> differs(view, "who is whose replica"));
    }

    private String differs(ClusterView view, String about) {
        return view.server().address() + " differs from "
                + views.get(0).server().address() + " about " + about;
    }

    private static Stream<String> unhealthy(ClusterView view) {
        return view.nodes().stream()
                .filter(node -> !node.isHealthy())
                .map(node -> view.server().address() + " sees port " + node.port() + " as "
                        + String.join(",", node.flags()) + (node.connected() ? "" : ", not connected"));
    }

    @SafeVarargs
    private static Optional<String> first(Stream<String>... missing) {
        return Stream.of(missing).flatMap(each -> each).findFirst();
    }
}
