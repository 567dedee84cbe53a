package dev.kubewasm.cli;

import picocli.CommandLine.IVersionProvider;

/** The version as the jar's manifest gives it. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Main.class.getPackage().getImplementationVersion();
        return new String[] {"kube-wasm " + (version == null ? "(not packaged)" : version), "JDK " + Runtime.version()};
    }
}
