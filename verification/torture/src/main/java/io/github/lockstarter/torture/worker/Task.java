package io.github.lockstarter.torture.worker;

import io.github.lockstarter.torture.history.Workload;
import java.util.Random;

/** What a thread of a worker does again and again. */
interface Task {

    Workload workload();

    /** Once. What is thrown is a finding. */
    void run(Random random) throws Exception;
}
