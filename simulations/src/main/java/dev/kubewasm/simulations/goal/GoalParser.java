package dev.kubewasm.simulations.goal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads goals. */
public final class GoalParser {
    private static final int MAX_LENGTH = 1_000;
    private static final int MAX_DEPTH = 50;
    private static final Pattern TOKEN =
            Pattern.compile("\\s*([A-Za-z][A-Za-z0-9]*|[0-9]+(?:\\.[0-9]+)?|<=|>=|!=|==|[<>=()])");
    private static final List<Goal.Relation> RELATIONS = Stream.of(Goal.Relation.values())
            .sorted(Comparator.comparingInt(relation -> -relation.text().length()))
            .toList();

    private final List<String> tokens;
    private final Set<String> measures;
    private int next;
    private int depth;

    private GoalParser(List<String> tokens, Set<String> measures) {
        this.tokens = tokens;
        this.measures = measures;
    }

    /**
     * The goal that {@code text} spells.
     *
     * @param measures the names it may use
     * @throws IllegalArgumentException if it isn't one; the message says where and what was expected
     */
    public static Goal parse(String text, Set<String> measures) {
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "has " + text.length() + " characters, at most " + MAX_LENGTH + " are read");
        }
        GoalParser parser = new GoalParser(tokens(text), measures);
        Goal goal = parser.any();
        if (parser.next < parser.tokens.size()) {
            throw new IllegalArgumentException(
                    "'" + parser.tokens.get(parser.next) + "' where 'and' or 'or' was expected");
        }
        return goal;
    }

    private static List<String> tokens(String text) {
        List<String> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(text);
        int end = 0;
        while (matcher.find(end) && matcher.start() == end) {
            tokens.add(matcher.group(1));
            end = matcher.end();
        }
        String rest = text.substring(end).strip();
        if (!rest.isEmpty()) {
            throw new IllegalArgumentException("'" + rest + "' can't be read");
        }
        return tokens;
    }

    private Goal any() {
        List<Goal> parts = parts("or", this::all);
        return parts.size() == 1 ? parts.getFirst() : new Goal.Any(parts);
    }

    private Goal all() {
        List<Goal> parts = parts("and", this::one);
        return parts.size() == 1 ? parts.getFirst() : new Goal.All(parts);
    }

    private List<Goal> parts(String word, Supplier<Goal> part) {
        List<Goal> parts = new ArrayList<>();
        parts.add(part.get());
        while (next < tokens.size() && tokens.get(next).equals(word)) {
            next++;
            parts.add(part.get());
        }
        return parts;
    }

    private Goal one() {
        String token = take("a measure");
        if (token.equals("(")) {
            if (++depth > MAX_DEPTH) {
                throw new IllegalArgumentException("more than " + MAX_DEPTH + " parentheses in each other");
            }
            Goal inner = any();
            String end = take("')'");
            if (!end.equals(")")) {
                throw new IllegalArgumentException("'" + end + "' where ')' was expected");
            }
            depth--;
            return inner;
        }
        if (!measures.contains(token)) {
            throw new IllegalArgumentException(
                    "'" + token + "' is no measure; there are " + String.join(", ", measures));
        }
        Goal.Relation relation = relation(take("a comparison"));
        String number = take("a number");
        try {
            return new Goal.Comparison(token, relation, Double.parseDouble(number));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + number + "' where a number was expected", e);
        }
    }

    private static Goal.Relation relation(String token) {
        String text = token.equals("==") ? "=" : token;
        return RELATIONS.stream()
                .filter(relation -> relation.text().equals(text))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("'" + token + "' where one of < <= = != >= > was expected"));
    }

    private String take(String expected) {
        if (next >= tokens.size()) {
            throw new IllegalArgumentException("it ends where " + expected + " was expected");
        }
        return tokens.get(next++);
    }
}
