/** What the tests of every module share: golden files, corpora, seeded sizes. Never on a production class path. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.testkit;
