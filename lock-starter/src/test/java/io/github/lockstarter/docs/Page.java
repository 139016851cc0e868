package io.github.lockstarter.docs;

import io.github.lockstarter.testing.Tree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A page of Markdown, as GitHub shows it. */
record Page(Path file) {

    private static final Pattern FENCED = Pattern.compile("(?ms)^```.*?^```$");

    private static final Pattern SPAN = Pattern.compile("`([^`\n]+)`");

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} (.+)$");

    /** All that people read in the tree. */
    static Stream<Page> all() {
        Path root = Tree.root();
        Stream<Path> outside = Stream.of(
                        "README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "lock-sample-app/README.md")
                .map(root::resolve);
        return Stream.concat(outside, Tree.files(root.resolve("docs"), ".md").stream())
                .map(Page::new);
    }

    static Page of(String name) {
        return new Page(Tree.page(name));
    }

    String text() {
        return Tree.text(file);
    }

    List<String> blocks(String language) {
        return Tree.blocks(file, language);
    }

    /** What is set as code: each fenced block, each span. */
    List<String> code() {
        List<String> code = new ArrayList<>(found(FENCED, text(), 0));
        code.addAll(found(SPAN, prose(), 1));
        return code;
    }

    /** Where links and images lead to, but for those out of the tree. */
    List<String> links() {
        return found(LINK, prose(), 1).stream()
                .filter(link -> !link.matches("[a-z]+:.*"))
                .toList();
    }

    /** What may follow a {@code #} in a link to this page: GitHub makes it of the headings. */
    Set<String> anchors() {
        Set<String> anchors = new HashSet<>();
        Map<String, Integer> seen = new HashMap<>();
        for (String heading : found(HEADING, prose(), 1)) {
            String anchor = heading.toLowerCase(Locale.ROOT)
                    .replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1")
                    .replaceAll("[^\\p{L}\\p{N} _-]", "")
                    .strip()
                    .replace(' ', '-');
            int before = seen.merge(anchor, 1, Integer::sum) - 1;
            anchors.add(before == 0 ? anchor : anchor + "-" + before);
        }
        return anchors;
    }

    private String prose() {
        return FENCED.matcher(text()).replaceAll("");
    }

    private static List<String> found(Pattern pattern, String text, int group) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult match) -> match.group(group))
                .toList();
    }

    /** For the names of tests. */
    @Override
    public String toString() {
        return Tree.root().relativize(file).toString();
    }
}
