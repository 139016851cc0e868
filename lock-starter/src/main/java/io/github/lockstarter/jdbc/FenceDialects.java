package io.github.lockstarter.jdbc;

/** Which dialect a database speaks. */
final class FenceDialects {

    private FenceDialects() {}

    /**
     * @param product as the driver names it
     * @throws IllegalStateException if it is none that we know
     */
    static FenceDialect of(String product) {
        return switch (product) {
            case "H2" -> FenceDialect.h2();
            case "PostgreSQL" -> FenceDialect.postgresql();
            case "MySQL", "MariaDB" -> FenceDialect.mysql();
            default ->
                throw new IllegalStateException("JdbcFence does not know the database '" + product
                        + "': it knows H2, PostgreSQL, MySQL and MariaDB. For one that speaks the language of these, "
                        + "define a bean new JdbcFence(dataSource, FenceDialect.postgresql()), or .mysql(); for another, "
                        + "implement FenceDialect.");
        };
    }
}
