package dev.kubewasm.cli.manifest;

import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.CollectionEndEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;

/**
 * What a document says it is, found without building a tree of it: a cluster's {@code List} may be large.
 *
 * @param identified whether it has a uid, as an API server gives each object one
 * @param items the elements of its sequence {@code items}
 */
record Outline(Optional<String> apiVersion, Optional<String> kind, boolean identified, List<Part> items) {
    /**
     * Part of a document.
     *
     * @param line where it begins, from 0
     * @param text a document of its own: in block style what is before it on its line is blank
     */
    record Part(int line, String text) {}

    /** @throws org.yaml.snakeyaml.error.YAMLException if it isn't YAML */
    static Outline of(String document, LoaderOptions limits) {
        return new Reading(document, limits).outline();
    }

    /** The first field of the first document, read no further; empty if it has none or isn't YAML. */
    static Optional<String> firstField(Reader text) {
        try {
            Iterator<Event> events = new Yaml().parse(text).iterator();
            while (events.hasNext()) {
                if (events.next() instanceof MappingStartEvent) {
                    return events.next() instanceof ScalarEvent first
                            ? Optional.of(first.getValue())
                            : Optional.empty();
                }
            }
            return Optional.empty();
        } catch (YAMLException _) {
            return Optional.empty();
        }
    }

    private static final class Reading {
        private final String document;
        private final Iterator<Event> events;
        private final List<Part> items = new ArrayList<>();
        private Optional<String> apiVersion = Optional.empty();
        private Optional<String> kind = Optional.empty();
        private boolean identified;

        /** Marks count code points: those before this one are so many characters. */
        private int codePoint;

        private int character;

        Reading(String document, LoaderOptions limits) {
            this.document = document;
            this.events = new Yaml(limits).parse(new StringReader(document)).iterator();
        }

        Outline outline() {
            while (events.hasNext()) {
                if (events.next() instanceof MappingStartEvent) {
                    mapping();
                }
            }
            return new Outline(apiVersion, kind, identified, items);
        }

        /** The first is the document's own; those in it are read with it. */
        private void mapping() {
            for (Event key = events.next(); !(key instanceof CollectionEndEvent); key = events.next()) {
                String name = name(key);
                Event value = events.next();
                switch (value) {
                    case SequenceStartEvent _ when name.equals("items") -> items();
                    case MappingStartEvent _ when name.equals("metadata") -> metadata();
                    case ScalarEvent scalar
                    when name.equals("apiVersion") -> apiVersion = Optional.of(scalar.getValue());
                    case ScalarEvent scalar when name.equals("kind") -> kind = Optional.of(scalar.getValue());
                    default -> end(value);
                }
            }
        }

        private void metadata() {
            for (Event key = events.next(); !(key instanceof CollectionEndEvent); key = events.next()) {
                identified |= name(key).equals("uid");
                end(events.next());
            }
        }

        /** A key may be a collection, which has no name. */
        private String name(Event key) {
            end(key);
            return key instanceof ScalarEvent scalar ? scalar.getValue() : "";
        }

        private void items() {
            for (Event item = events.next(); !(item instanceof CollectionEndEvent); item = events.next()) {
                Mark from = item.getStartMark();
                int begin = character(from.getIndex());
                int end = character(end(item).getIndex());
                items.add(new Part(from.getLine(), indentation(item) + document.substring(begin, end)));
            }
        }

        /** In flow style there is none, and thousands of objects may be on one line. */
        private static String indentation(Event item) {
            return item instanceof CollectionStartEvent collection && collection.isFlow()
                    ? ""
                    : " ".repeat(item.getStartMark().getColumn());
        }

        /** Reads the node that begins with {@code first} to its end. */
        private Mark end(Event first) {
            int open = 0;
            for (Event event = first; ; event = events.next()) {
                if (event instanceof CollectionStartEvent) {
                    open++;
                } else if (event instanceof CollectionEndEvent) {
                    open--;
                }
                if (open == 0) {
                    return event.getEndMark();
                }
            }
        }

        private int character(int index) {
            character = document.offsetByCodePoints(character, index - codePoint);
            codePoint = index;
            return character;
        }
    }
}
