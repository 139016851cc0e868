package io.github.lockstarter.tx;

/** One row that is read and written in the transaction of the thread. */
interface Rows {

    int read();

    void write(int count);

    /** Reads past the transaction, on a connection of its own. */
    int committed();
}
