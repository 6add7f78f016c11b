package dev.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the module exports is documented: each package opens with a charter, each public type and method says what it promises. */
final class DocumentationTest {
    private static final Path SOURCES = Path.of("src/main/java");
    private static final Pattern EXPORT = Pattern.compile("exports ([a-z.]+);");
    private static final Pattern PUBLIC_DECLARATION =
            Pattern.compile("( {4})?public (?!static void main).*(class|interface|record|enum|\\().*");

    @Test
    void exportedPackages_haveACharter() throws IOException {
        assertThat(exportedPackages())
                .isNotEmpty()
                .allSatisfy(directory -> assertThat(directory.resolve("package-info.java"))
                        .content()
                        .startsWith("/**"));
    }

    @Test
    void exportedTypesAndMethods_areDocumented() throws IOException {
        List<String> undocumented = new ArrayList<>();
        for (Path directory : exportedPackages()) {
            try (Stream<Path> files = Files.list(directory)) {
                for (Path file :
                        files.filter(f -> f.toString().endsWith(".java")).toList()) {
                    undocumented.addAll(undocumentedIn(file));
                }
            }
        }
        assertThat(undocumented).isEmpty();
    }

    private static List<Path> exportedPackages() throws IOException {
        return EXPORT.matcher(Files.readString(SOURCES.resolve("module-info.java")))
                .results()
                .map(export -> SOURCES.resolve(export.group(1).replace('.', '/')))
                .toList();
    }

    private static List<String> undocumentedIn(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        boolean exported = lines.stream().anyMatch(line -> line.startsWith("public "));
        List<String> undocumented = new ArrayList<>();
        for (int i = 1; exported && i < lines.size(); i++) {
            if (PUBLIC_DECLARATION.matcher(lines.get(i)).matches() && !isDocumented(lines, i)) {
                undocumented.add(
                        file.getFileName() + ":" + (i + 1) + " " + lines.get(i).strip());
            }
        }
        return undocumented;
    }

    /** An overriding method says what it overrides says. */
    private static boolean isDocumented(List<String> lines, int declaration) {
        int above = declaration - 1;
        while (lines.get(above).strip().startsWith("@")) {
            if (lines.get(above).strip().equals("@Override")) {
                return true;
            }
            above--;
        }
        return lines.get(above).strip().endsWith("*/");
    }
}
