package dev.kubewasm.placement.annotations;

import static dev.kubewasm.placement.annotations.BadValue.quote;

import dev.kubewasm.placement.facts.LabelSelector;
import dev.kubewasm.placement.facts.LabelSelector.Operator;
import dev.kubewasm.placement.facts.LabelSelector.Requirement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Label selectors as {@code kubectl -l} takes them: {@code a=b}, {@code a==b}, {@code a!=b}, {@code a in (b,c)},
 * {@code a notin (b,c)}, {@code a}, {@code !a}, separated by commas.
 */
final class LabelSelectorSyntax {
    private static final Pattern SET = Pattern.compile("(\\S+)\\s+(in|notin)\\s*\\(([^()]*)\\)");
    private static final Pattern EQUALITY = Pattern.compile("([^=!\\s]+)\\s*(==|=|!=)\\s*(\\S*)");
    private static final Pattern EXISTENCE = Pattern.compile("(!?)\\s*([^=!\\s()]+)");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");
    private static final Pattern PREFIX = Pattern.compile("[a-z0-9](?:[-a-z0-9.]{0,251}[a-z0-9])?");

    private LabelSelectorSyntax() {}

    static LabelSelector parse(String text) throws BadValue {
        List<Requirement> requirements = new ArrayList<>();
        for (String part : split(text)) {
            requirements.add(requirement(part.strip()));
        }
        return new LabelSelector(requirements);
    }

    /** Splits at commas outside parentheses. */
    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        if (text.isBlank()) {
            return parts;
        }
        int start = 0;
        boolean inSet = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '(') {
                inSet = true;
            } else if (c == ')') {
                inSet = false;
            } else if (c == ',' && !inSet) {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(text.substring(start));
        return parts;
    }

    private static Requirement requirement(String text) throws BadValue {
        Matcher set = SET.matcher(text);
        if (set.matches()) {
            List<String> values = new ArrayList<>();
            for (String value : set.group(3).split(",", -1)) {
                values.add(value(value.strip()));
            }
            return new Requirement(
                    key(set.group(1)), set.group(2).equals("in") ? Operator.IN : Operator.NOT_IN, values);
        }
        Matcher equality = EQUALITY.matcher(text);
        if (equality.matches()) {
            Operator operator = equality.group(2).equals("!=") ? Operator.NOT_IN : Operator.IN;
            return new Requirement(key(equality.group(1)), operator, List.of(value(equality.group(3))));
        }
        Matcher existence = EXISTENCE.matcher(text);
        if (existence.matches()) {
            Operator operator = existence.group(1).isEmpty() ? Operator.EXISTS : Operator.DOES_NOT_EXIST;
            return new Requirement(key(existence.group(2)), operator, List.of());
        }
        throw new BadValue(
                quote(text) + " is no label requirement: write for example app=shop, tier in (web,api) or !old");
    }

    private static String key(String text) throws BadValue {
        int slash = text.indexOf('/');
        boolean good = NAME.matcher(text.substring(slash + 1)).matches()
                && (slash < 0 || PREFIX.matcher(text.substring(0, slash)).matches());
        if (!good) {
            throw new BadValue(quote(text) + " is no label key");
        }
        return text;
    }

    private static String value(String text) throws BadValue {
        if (!text.isEmpty() && !NAME.matcher(text).matches()) {
            throw new BadValue(quote(text) + " is no label value");
        }
        return text;
    }
}
