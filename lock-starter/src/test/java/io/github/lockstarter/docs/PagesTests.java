package io.github.lockstarter.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.DistributedLock;
import io.github.lockstarter.testing.Tree;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;

/** What README and docs show and name is there: code that is compiled, links, properties, profiles, modules, tests, versions. */
class PagesTests {

    private static final Pattern OUR_PROPERTY = Pattern.compile("\\bdistributed-lock(\\.[a-z][a-zA-Z-]*)*");

    private static final Pattern PROFILES = Pattern.compile("(?<![\\w-])-P([\\w,-]+)");

    private static final Pattern MODULES = Pattern.compile("(?<![\\w-])-pl ([\\w,/-]+)");

    private static final Pattern TESTS = Pattern.compile("(?<![\\w-])-Dtest=(\\w+)");

    private static final Pattern VERSION = Pattern.compile(
            "<groupId>io\\.github\\.lockstarter</groupId>\\s*<artifactId>[\\w-]+</artifactId>\\s*<version>([^<]+)<");

    private static final Path MAIN = Tree.root().resolve("lock-starter/src/main");

    private static final CompiledCode CODE = new CompiledCode();

    private static final KnownProperties PROPERTIES = new KnownProperties();

    static Stream<Page> pages() {
        return Page.all();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void eachBlockOfJavaIsCompiled(Page page) {
        assertThat(page.blocks("java"))
                .allSatisfy(block -> assertThat(CODE.has(block))
                        .as("Correct the page, or the code it shows: no source has %n%s", block)
                        .isTrue());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void eachLinkLeadsSomewhere(Page page) {
        assertThat(page.links()).allSatisfy(link -> {
            String[] parts = link.split("#", 2);
            Path target = parts[0].isEmpty()
                    ? page.file()
                    : page.file().resolveSibling(parts[0]).normalize();
            assertThat(target).exists();
            if (parts.length == 2 && !parts[1].matches("L\\d+")) {
                assertThat(new Page(target).anchors()).contains(parts[1]);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("pages")
    void eachPropertyExists(Page page) {
        Set<String> set = new HashSet<>();
        page.blocks("yaml").forEach(block -> set.addAll(KnownProperties.inYaml(block)));
        page.blocks("properties").forEach(block -> set.addAll(KnownProperties.inProperties(block)));
        assertThat(set).allMatch(PROPERTIES::has);

        page.code().forEach(code -> {
            Matcher names = OUR_PROPERTY.matcher(code);
            while (names.find()) {
                assertThat(names.group()).matches(name -> PROPERTIES.has(name) || PROPERTIES.hasGroup(name));
            }
        });
    }

    @ParameterizedTest
    @MethodSource("pages")
    void whatMavenIsToldExists(Page page) {
        Set<String> profiles = profiles();
        for (String code : page.code()) {
            assertThat(listed(PROFILES, code)).allMatch(profiles::contains);
            assertThat(listed(MODULES, code))
                    .allSatisfy(module -> assertThat(Tree.root().resolve(module).resolve("pom.xml"))
                            .exists());
            assertThat(listed(TESTS, code))
                    .allSatisfy(
                            test -> assertThat(Tree.files(Tree.root().resolve("lock-starter/src/test"), test + ".java"))
                                    .isNotEmpty());
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void theVersionIsThatOfThisTree(Page page) {
        String version =
                versions(Tree.text(Tree.root().resolve("lock-starter/pom.xml"))).get(0);

        assertThat(page.blocks("xml").stream().flatMap(block -> versions(block).stream()))
                .allMatch(version::equals);
    }

    static Stream<Method> attributes() {
        return Stream.of(DistributedLock.class.getDeclaredMethods())
                .filter(attribute -> !attribute.getName().equals("value"));
    }

    @ParameterizedTest
    @MethodSource("attributes")
    void eachAttributeHasItsRowWithItsDefaultAndASection(Method attribute) {
        Page page = Page.of("attributes.md");
        String name = attribute.getName().equals("key") ? "key`, `value" : attribute.getName();
        String anchor = attribute.getName().equals("key")
                ? "key-value"
                : attribute.getName().toLowerCase(Locale.ROOT);

        assertThat(page.text())
                .contains(
                        "\n| [`%s`](#%s) | %s | ".formatted(name, anchor, shownDefault(attribute)),
                        "\n## `" + name + "`\n");
    }

    @Test
    void eachRoomIsOnThePageOfTheArchitecture() {
        Path packages = MAIN.resolve("java/io/github/lockstarter");
        String rooms = Page.of("architecture.md").text();

        assertThat(Tree.files(packages, "package-info.java").stream()
                        .map(Path::getParent)
                        .filter(room -> !room.equals(packages))
                        .map(room -> packages.relativize(room).toString().replace('/', '.')))
                .hasSizeGreaterThan(10)
                .allSatisfy(room -> assertThat(rooms).contains("\n| `" + room + "` | "));
    }

    /** The large rooms have maps. */
    @ParameterizedTest
    @ValueSource(strings = {"aop", "autoconfigure", "core", "redis"})
    void eachClassIsOnTheMapOfItsRoom(String name) throws Exception {
        Path room = MAIN.resolve("java/io/github/lockstarter").resolve(name);
        Set<String> map = new HashSet<>(
                List.of(Files.readString(room.resolve("package-info.java")).split("\\W+")));

        assertThat(Tree.files(room, ".java").stream()
                        .filter(file -> room.equals(file.getParent()))
                        .map(file -> file.getFileName().toString().replace(".java", ""))
                        .filter(type -> !type.equals("package-info")))
                .hasSizeGreaterThan(30)
                .allSatisfy(type -> assertThat(map).contains(type));
    }

    @Test
    void eachMeterIsOnThePageOfOperations() throws Exception {
        Set<String> meters = new HashSet<>();
        for (Path file : Tree.files(MAIN.resolve("java/io/github/lockstarter/observation"), ".java")) {
            Pattern.compile("\"(distributed\\.lock\\.[a-z.]+)\"")
                    .matcher(Files.readString(file))
                    .results()
                    .forEach(found -> meters.add(found.group(1)));
        }

        String page = Page.of("operations.md").text();
        assertThat(meters)
                .hasSizeGreaterThan(7)
                .allSatisfy(meter -> assertThat(page).contains("`" + meter + "`"));
    }

    @Test
    void eachScriptIsOnThePageOfCompatibility() {
        String contract = Page.of("compatibility.md").text();

        assertThat(Tree.files(MAIN.resolve("resources"), ".lua"))
                .hasSizeGreaterThan(5)
                .allSatisfy(script ->
                        assertThat(contract).contains(script.getFileName().toString()));
    }

    @Test
    void eachDependencyOfTheStarterHasAReason() {
        String table = Tree.text(Tree.root().resolve("CONTRIBUTING.md")).split("## What the starter depends on", 2)[1];
        Pattern dependency = Pattern.compile("<dependency>(.*?)</dependency>", Pattern.DOTALL);
        Pattern artifact = Pattern.compile("<artifactId>([^<]+)<");

        assertThat(dependency
                        .matcher(Tree.text(Tree.root().resolve("lock-starter/pom.xml"))
                                .split("<build>", 2)[0])
                        .results()
                        .map(match -> match.group(1))
                        .filter(each -> !each.contains("<scope>test</scope>"))
                        .flatMap(each -> artifact.matcher(each).results().map(match -> match.group(1))))
                .hasSizeGreaterThan(10)
                .allSatisfy(name ->
                        assertThat(table).containsPattern("\n\\|[^|]*\\b" + Pattern.quote(name) + "(,[^|]*)? \\|"));
    }

    @Test
    void theVersionsOfSpringBootAreThoseOfTheBuild() {
        Pattern boot = Pattern.compile("<spring-boot\\.version>([^<]+)<");

        assertThat(Stream.of("pom.xml", "verification/boot3/pom.xml")
                        .map(pom -> Tree.text(Tree.root().resolve(pom)))
                        .flatMap(pom -> boot.matcher(pom).results())
                        .map(version -> version.group(1)))
                .hasSize(2)
                .allSatisfy(version ->
                        assertThat(Page.of("compatibility.md").text()).contains(version));
    }

    /** A checker that finds nothing may be blind. */
    @Test
    void aPageThatIsWrongIsFound() {
        assertThat(CODE.has("placeBid(nobodyCallsThis);")).isFalse();
        assertThat(CODE.has("import java.util.NoSuchThing;\n\n@DistributedLock(key = \"'nightly'\""))
                .isFalse();
        assertThat(PROPERTIES.has("distributed-lock.ttl")).isTrue();
        assertThat(PROPERTIES.has("distributed-lock.locks.BidService-placeBid.ttl"))
                .isTrue();
        assertThat(PROPERTIES.has("distributed-lock.tll")).isFalse();
        assertThat(PROPERTIES.has("spring.data.redis.host")).isTrue();
        assertThat(listed(PROFILES, "mvn -B -Pone,two verify -Dx=-P")).containsExactly("one", "two");
        assertThat(Page.of("guarantees.md").anchors()).contains("the-checkers-own-test");
        assertThat(Page.of("guarantees.md").links()).contains("how-safe-is-it.md");
    }

    /** Of the annotation; or, where that leaves it open, of the property. */
    private static String shownDefault(Method attribute) {
        Object value = attribute.getDefaultValue();
        String property = "distributed-lock." + DataObjectPropertyName.toDashedForm(attribute.getName());
        if (!value.equals("") && !value.equals(-1)) {
            return "`" + value + "`";
        }
        if (PROPERTIES.has(property)) {
            return "`%s`, %s".formatted(property, PROPERTIES.defaultOf(property));
        }
        return switch (attribute.getName()) {
            case "key" -> "the name";
            case "name" -> "`BidService-placeBid`";
            default -> "none";
        };
    }

    private static Set<String> profiles() {
        Set<String> profiles = new HashSet<>();
        Pattern profile = Pattern.compile("<profile>.*?<id>([^<]+)</id>", Pattern.DOTALL);
        Stream.concat(Stream.of(""), modules())
                .map(module -> Tree.root().resolve(module).resolve("pom.xml"))
                .forEach(pom ->
                        profile.matcher(Tree.text(pom)).results().forEach(match -> profiles.add(match.group(1))));
        return profiles;
    }

    private static Stream<String> modules() {
        return Pattern.compile("<module>([^<]+)</module>")
                .matcher(Tree.text(Tree.root().resolve("pom.xml")))
                .results()
                .map(match -> match.group(1))
                .filter(module -> Files.exists(Tree.root().resolve(module)));
    }

    private static List<String> listed(Pattern pattern, String code) {
        return pattern.matcher(code)
                .results()
                .flatMap(match -> Stream.of(match.group(1).split(",")))
                .toList();
    }

    private static List<String> versions(String xml) {
        return VERSION.matcher(xml).results().map(match -> match.group(1)).toList();
    }
}
