import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;

/**
 * Packs the modules of the page for the wire: joins those that are loaded together, and shortens them with Terser.
 *
 * <p>There is a bundle for each element, one for each module that is imported only when it is needed, and one for each that
 * several of them need. The first element's has all that it reaches, and the others import it from there. So a module is in one
 * bundle only, and nothing is loaded or defined twice. Under the name of the module itself there is a line that leads to its
 * bundle, for those outside who import it, such as the dashboard.
 *
 * <p>Joining is no more than writing one after the other. So top-level names are unique within a bundle, and imports and exports
 * have the few forms below; anything else is refused.
 */
public final class PackPage {

    /** The elements, and first the one whose bundle the others build on. */
    private static final List<String> ELEMENTS = List.of("task-progress.js", "task-tray.js");

    private static final Pattern IMPORT =
            Pattern.compile("^import (?:\\{(.+)} from )?'\\./(.+\\.js)';\\n", Pattern.MULTILINE);
    private static final Pattern EXPORT =
            Pattern.compile("^export (?=(?:(?:async )?function|class|const) (\\w+))", Pattern.MULTILINE);
    private static final Pattern EXPORT_AGAIN = Pattern.compile("^export \\{(.+)};\\n", Pattern.MULTILINE);
    private static final Pattern ANY_IMPORT_OR_EXPORT = Pattern.compile("^(import|export)\\b[^(].*", Pattern.MULTILINE);
    private static final Pattern IMPORT_LATER = Pattern.compile("\\bimport\\('\\./(.+?)'\\)");
    private static final String INDEX = "index.txt";

    /** Line breaks in style sheets, which stand in templates. */
    private static final Pattern STYLE_SHEET =
            Pattern.compile("(?<=styleSheet\\(|addStyle\\(|css = |THEME = |LIGHT = |DARK = )`[^`]+`");

    /** Names of private members, and nothing else: those of one module may be those of another, which packs better. */
    private static final String SHORTEN_PRIVATE_NAMES = """
            (code) => Terser.minify_sync(code, {
              module: false, ecma: 2022, compress: false, mangle: {reserved: []}, format: {ecma: 2022, beautify: true},
            }).code + '\\n'""";

    /** Forms of a text that are all the same are one text. */
    private static final String SHORTEN_TEXTS = """
            (texts) => JSON.stringify(JSON.parse(texts), (key, value) => {
              const forms = key && Object.values(value);
              return forms && typeof value === 'object' && forms.every((form) => form === forms[0]) ? forms[0] : value;
            })""";

    /** What cannot be assigned to is nobody's business any more, and one word for both packs better. */
    private static final String MINIFY = """
            (code) => Terser.minify_sync(code, {
              module: true, ecma: 2022, compress: {passes: 3, unsafe: true, lhs_constants: false}, format: {ecma: 2022},
            }).code.replace(/\\bconst(?=[ [{])/g, 'let')""";

    /** A module as it is written: what it imports by module, what it exports, and the rest. */
    private record Module(
            String name, Map<String, List<String>> imports, Set<String> exports, Set<String> later, String code) {

        Module withCode(String other) {
            return new Module(name, imports, exports, later, other);
        }
    }

    private final Map<String, Module> modules = new TreeMap<>();
    private final Map<String, String> owners = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> aliases = new TreeMap<>();
    private final Map<String, String> packed = new TreeMap<>();

    /**
     * Packs one folder.
     *
     * @param arguments the folder, one with modules that import from it, where to keep what was packed, where to put it,
     *     the place of Terser on the class path, and the folder of this program
     */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        Path users = Path.of(arguments[1]);
        Path kept = Path.of(arguments[2]);
        Path target = Path.of(arguments[3]);
        String terser = arguments[4];
        String stamp = stampOf(folder, users, Path.of(arguments[5]), terser);
        if (!Files.exists(kept.resolve(stamp))) {
            new PackPage().pack(folder, users, terser).write(kept);
            Files.createFile(kept.resolve(stamp));
        }
        for (String name : index(folder)) {
            Files.deleteIfExists(target.resolve(name));
        }
        for (String name : index(kept)) {
            Files.copy(kept.resolve(name), target.resolve(name));
        }
        Files.writeString(target.resolve(INDEX), Files.readString(kept.resolve(INDEX)));
    }

    private PackPage pack(Path folder, Path users, String terser) throws IOException {
        Map<String, Module> outside = new TreeMap<>();
        for (String name : index(folder)) {
            if (name.endsWith(".js")) {
                modules.put(name, parse(name, Files.readString(folder.resolve(name))));
            }
        }
        for (String name : index(users)) {
            if (name.endsWith(".js")) {
                outside.put(name, parse(name, Files.readString(users.resolve(name))));
            }
        }
        Set<String> entries = new LinkedHashSet<>(ELEMENTS);
        modules.values().forEach(module -> entries.addAll(module.later()));
        entries.forEach(entry -> owners.put(entry, entry));
        claimAllOf(ELEMENTS.get(0));
        entries.addAll(sharedBy(entries));
        entries.forEach(entry -> owners.put(entry, entry));
        entries.forEach(this::claimAllOf);
        modules.values().forEach(module -> giveAliases(module, outside));
        try (Engine engine = Engine.newBuilder("js")
                        .option("engine.WarnInterpreterOnly", "false")
                        .build();
                Context js = Context.newBuilder("js").engine(engine).build()) {
            js.eval("js", resource(terser));
            Value shortenPrivateNames = js.eval("js", SHORTEN_PRIVATE_NAMES);
            modules.replaceAll((name, module) ->
                    module.withCode(shortenPrivateNames.execute(module.code()).asString()));
            Value minify = js.eval("js", MINIFY);
            for (String entry : new TreeSet<>(owners.values())) {
                String joined = join(entry, outside);
                js.parse(Source.newBuilder("js", joined, entry)
                        .mimeType("application/javascript+module")
                        .build());
                packed.put(entry, minify.execute(joined).asString());
            }
            Value shorten = js.eval("js", SHORTEN_TEXTS);
            for (String name : index(folder)) {
                if (name.endsWith(".json")) {
                    packed.put(
                            name,
                            shorten.execute(Files.readString(folder.resolve(name)))
                                    .asString());
                }
            }
        }
        for (Module module : modules.values()) {
            String owner = owners.getOrDefault(module.name(), "");
            Set<String> wanted = wantedOf(module, owner, outside);
            if (!owner.equals(module.name()) && !wanted.isEmpty()) {
                packed.put(module.name(), "export{" + aliases(owner, wanted, ",") + "}from'./" + owner + "';");
            }
        }
        return this;
    }

    /** What several bundles need is one by itself. */
    private Set<String> sharedBy(Set<String> entries) {
        Set<String> once = new TreeSet<>();
        Set<String> shared = new TreeSet<>();
        for (String entry : entries) {
            Set<String> reached = new TreeSet<>();
            reach(entry, reached);
            reached.stream().filter(name -> !once.add(name)).forEach(shared::add);
        }
        return shared;
    }

    private void reach(String name, Set<String> reached) {
        for (String imported : modules.get(name).imports().keySet()) {
            if (!owners.containsKey(imported) && reached.add(imported)) {
                reach(imported, reached);
            }
        }
    }

    /** Gives a bundle what its module imports, unless another has it; each stands behind what it needs itself. */
    private void claimAllOf(String entry) {
        claimImportsOf(entry, entry);
        owners.remove(entry);
        owners.put(entry, entry);
    }

    private void claimImportsOf(String name, String entry) {
        for (String imported : modules.get(name).imports().keySet()) {
            if (!owners.containsKey(imported)) {
                claimImportsOf(imported, entry);
                owners.put(imported, entry);
            }
        }
    }

    private String join(String entry, Map<String, Module> outside) {
        Map<String, Set<String>> imports = new TreeMap<>();
        Set<String> exports = new TreeSet<>();
        StringBuilder code = new StringBuilder();
        owners.forEach((name, owner) -> {
            Module module = modules.get(name);
            if (owner.equals(entry)) {
                code.append(module.code());
                exports.addAll(wantedOf(module, owner, outside));
                module.imports().forEach((from, names) -> {
                    if (!owners.get(from).equals(entry)) {
                        imports.computeIfAbsent(owners.get(from), other -> new TreeSet<>())
                                .addAll(names);
                    }
                });
            }
        });
        StringBuilder head = new StringBuilder();
        imports.forEach((from, names) -> head.append("import "
                + (names.isEmpty() ? "" : "{" + aliases(from, names, ", ") + "} from ") + "'./" + from + "';\n"));
        exports.removeAll(modules.get(entry).exports());
        Set<String> all = new TreeSet<>(modules.get(entry).exports());
        exports.forEach(name -> all.add(name + " as " + aliases.get(entry).get(name)));
        return head + code.toString() + (all.isEmpty() ? "" : "export {" + String.join(", ", all) + "};\n");
    }

    /** Short names, under which a bundle exports what only other bundles want. */
    private void giveAliases(Module module, Map<String, Module> outside) {
        String owner = owners.get(module.name());
        Map<String, String> given = aliases.computeIfAbsent(owner, entry -> new TreeMap<>());
        Set<String> wanted = wantedOf(module, owner, outside);
        wanted.removeAll(modules.get(owner).exports());
        wanted.forEach(name -> given.put(name, Integer.toString(given.size() + 10, Character.MAX_RADIX)));
    }

    private String aliases(String owner, Set<String> names, String between) {
        Map<String, String> given = aliases.get(owner);
        return names.stream()
                .map(name -> given.containsKey(name) ? given.get(name) + " as " + name : name)
                .collect(java.util.stream.Collectors.joining(between));
    }

    /** What others than its bundle import of a module. */
    private Set<String> wantedOf(Module module, String owner, Map<String, Module> outside) {
        Set<String> wanted = new TreeSet<>();
        outside.values().forEach(user -> wanted.addAll(user.imports().getOrDefault(module.name(), List.of())));
        modules.values().stream()
                .filter(user -> !owners.get(user.name()).equals(owner))
                .forEach(user -> wanted.addAll(user.imports().getOrDefault(module.name(), List.of())));
        if (owners.containsValue(module.name())) {
            wanted.addAll(module.exports());
        }
        return wanted;
    }

    private static Module parse(String name, String text) {
        Map<String, List<String>> imports = new LinkedHashMap<>();
        Matcher imported = IMPORT.matcher(text);
        while (imported.find()) {
            imports.computeIfAbsent(imported.group(2), from -> new ArrayList<>())
                    .addAll(namesIn(imported.group(1)));
        }
        Set<String> exports = new TreeSet<>();
        EXPORT.matcher(text).results().forEach(exported -> exports.add(exported.group(1)));
        EXPORT_AGAIN.matcher(text).results().forEach(exported -> exports.addAll(namesIn(exported.group(1))));
        Set<String> later = new TreeSet<>();
        IMPORT_LATER
                .matcher(text)
                .results()
                .map((MatchResult result) -> result.group(1))
                .forEach(later::add);
        String code = EXPORT_AGAIN.matcher(IMPORT.matcher(text).replaceAll("")).replaceAll("");
        code = EXPORT.matcher(code).replaceAll("");
        code = STYLE_SHEET
                .matcher(code)
                .replaceAll(sheet -> Matcher.quoteReplacement(sheet.group().replaceAll("\\n\\s*", "")));
        Matcher strange = ANY_IMPORT_OR_EXPORT.matcher(code);
        if (strange.find()) {
            throw new IllegalArgumentException(
                    name + ": only imports and exports of names, on one line: " + strange.group());
        }
        return new Module(name, imports, exports, later, code);
    }

    private static List<String> namesIn(String list) {
        if (list == null) {
            return List.of();
        }
        List<String> names = Arrays.asList(list.split(", "));
        names.stream().filter(name -> !name.matches("\\w+")).findAny().ifPresent(name -> {
            throw new IllegalArgumentException("only plain names are imported and exported: " + name);
        });
        return names;
    }

    private void write(Path kept) throws IOException {
        if (Files.exists(kept)) {
            try (var old = Files.list(kept)) {
                for (Path file : old.toList()) {
                    Files.delete(file);
                }
            }
        }
        Files.createDirectories(kept);
        for (Map.Entry<String, String> file : packed.entrySet()) {
            Files.writeString(kept.resolve(file.getKey()), file.getValue());
        }
        Files.writeString(kept.resolve(INDEX), String.join("\n", packed.keySet()) + "\n");
    }

    private static List<String> index(Path folder) throws IOException {
        return Files.readAllLines(folder.resolve(INDEX)).stream()
                .filter(name -> !name.isBlank())
                .toList();
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = PackPage.class.getClassLoader().getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalArgumentException("not on the class path: " + name);
            }
            return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
    }

    /** Changes with anything that what is packed depends on. */
    private static String stampOf(Path folder, Path users, Path program, String terser) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(terser.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        for (Path each : List.of(folder, users, program)) {
            try (var files = Files.list(each)) {
                for (Path file : files.sorted().toList()) {
                    digest.update(file.getFileName().toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
                    digest.update(Files.readAllBytes(file));
                }
            }
        }
        return "of-" + new BigInteger(1, digest.digest()).toString(36);
    }
}
