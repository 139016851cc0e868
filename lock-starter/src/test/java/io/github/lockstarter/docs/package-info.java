/** README, CONTRIBUTING and docs say what is so: their code is compiled, what they name is there. */
package io.github.lockstarter.docs;
