package dev.kubewasm.cli.wast;

/** What came of a command. */
sealed interface Outcome {
    /** In words; empty if there is nothing to say. */
    String why();

    /** It does what it says. */
    record Passed(String why) implements Outcome {
        static final Passed SILENTLY = new Passed("");
    }

    /** It doesn't. */
    record Failed(String why) implements Outcome {}

    /** It wasn't done. */
    record Skipped(Reason reason, String why) implements Outcome {
        static final Skipped TEXT_ONLY = new Skipped(Reason.TEXT, "it is about the text format only");
        static final Skipped VALIDATE_ONLY =
                new Skipped(Reason.VALIDATE_ONLY, "nothing is instantiated with --validate-only");

        static Skipped lacking(String why) {
            return new Skipped(Reason.UNSUPPORTED, why);
        }
    }

    /** Why a command isn't done. */
    enum Reason {
        /** It is about text, which nothing here reads. */
        TEXT,
        /** It needs an instance, and none is to be made. */
        VALIDATE_ONLY,
        /** It needs a proposal that this runtime doesn't have: the script isn't shown to be right. */
        UNSUPPORTED
    }
}
