package dev.kubewasm.scheduler.configuration;

import static dev.kubewasm.scheduler.configuration.Checks.require;

import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * How one of kube-scheduler's plugins works.
 *
 * @param name of the plugin
 * @param args its arguments, by its own names
 */
public record PluginConfig(
        String name,

        @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.EXTERNAL_PROPERTY, property = "name")
        PluginArgs args) {
    public PluginConfig {
        require(args != null, "args of plugin %s aren't there", name);
    }
}
