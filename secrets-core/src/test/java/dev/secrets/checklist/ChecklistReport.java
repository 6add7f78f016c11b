package dev.secrets.checklist;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.TestTag;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Tells at the end of a test run which ids of the behaviour checklist ({@code checklist.tsv}) a passed test cites by a tag, and
 * which none does. An id that a failed test cites, or that is not on the list, does not count.
 */
public final class ChecklistReport implements TestExecutionListener {
    private static final Path DETAILS = Path.of("target", "checklist.txt");

    private final Set<String> cited = new ConcurrentSkipListSet<>();
    private final Set<String> failed = new ConcurrentSkipListSet<>();

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        Set<String> ids = result.getStatus() == Status.SUCCESSFUL ? cited : failed;
        if (test.isTest()) {
            test.getTags().stream().map(TestTag::getName).forEach(ids::add);
        }
    }

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        List<String> lines = checklist();
        Set<String> covered =
                new TreeSet<>(lines.stream().map(ChecklistReport::id).toList());
        covered.retainAll(cited);
        covered.removeAll(failed);
        if (covered.isEmpty()) {
            return; // a run of other tests, such as the fuzz inputs
        }
        List<String> missing =
                lines.stream().filter(line -> !covered.contains(id(line))).toList();
        System.out.println("Checklist: " + covered.size() + " of " + lines.size() + " ids are covered here; not: "
                + String.join(" ", inShort(missing)));
        write(missing);
    }

    /** Returns the ids by group, such as {@code WIRE-01,04}. */
    private static List<String> inShort(List<String> lines) {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        lines.stream()
                .map(id -> id(id).split("-", 2))
                .forEach(id -> groups.computeIfAbsent(id[0], group -> new ArrayList<>())
                        .add(id[1]));
        return groups.entrySet().stream()
                .map(group -> group.getKey() + "-" + String.join(",", group.getValue()))
                .toList();
    }

    private static String id(String line) {
        return line.substring(0, line.indexOf('\t'));
    }

    private static List<String> checklist() {
        try (Stream<String> lines = new String(
                        ChecklistReport.class
                                .getResourceAsStream("/checklist.tsv")
                                .readAllBytes(),
                        StandardCharsets.UTF_8)
                .lines()) {
            return lines.toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static void write(List<String> missing) {
        try {
            Files.createDirectories(DETAILS.getParent());
            Files.write(DETAILS, missing);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }
}
