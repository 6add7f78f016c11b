package dev.secrets.cli.operation;

import dev.secrets.cli.json.JsonReading;
import dev.secrets.cli.json.JsonSyntaxException;
import dev.secrets.cli.json.JsonWriting;
import dev.secrets.cli.shell.UsageException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads an operation's pages until there are enough items, as the AWS CLI does for ListSecrets. Where it stops within a page, its
 * token says from which page to go on and how many of its items were shown; the token has the AWS CLI's form.
 *
 * @param maxItems how many items to return; all if absent
 * @param startingToken where to go on
 * @param pageSize how many items to ask for at a time
 */
record Pages(Optional<Integer> maxItems, Optional<String> startingToken, Optional<Integer> pageSize) {
    private static final String NEXT_TOKEN = "NextToken";
    private static final String SHOWN = "boto_truncate_amount";

    /** Where in the pages. */
    private record Place(Optional<String> pageToken, int shown) {
        static Place of(String token) {
            try {
                String json = new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8);
                Map<String, @Nullable Object> members = JsonReading.object(json);
                Object shown = members.get(SHOWN);
                return new Place(
                        Optional.ofNullable((String) members.get(NEXT_TOKEN)),
                        shown instanceof BigDecimal number ? number.intValueExact() : 0);
            } catch (IllegalArgumentException
                    | JsonSyntaxException
                    | ClassCastException
                    | ArithmeticException malformed) {
                throw new UsageException("Bad starting token: it is not one that a call before has given");
            }
        }

        String token() {
            Map<String, @Nullable Object> members = new LinkedHashMap<>();
            members.put(NEXT_TOKEN, pageToken.orElse(null));
            if (shown > 0) {
                members.put(SHOWN, new BigDecimal(shown));
            }
            byte[] json = JsonWriting.compact(members).getBytes(StandardCharsets.UTF_8);
            return Base64.getEncoder().encodeToString(json);
        }
    }

    /** Returns one answer with the items of all pages that were read, and the token if there are more. */
    Map<String, @Nullable Object> read(OperationCall call, Map<String, @Nullable Object> request, String itemsMember) {
        List<@Nullable Object> items = new ArrayList<>();
        Optional<Place> next = Optional.of(startingToken.map(Place::of).orElse(new Place(Optional.empty(), 0)));
        while (next.isPresent() && (maxItems.isEmpty() || items.size() < maxItems.get())) {
            next = readPage(call, request, itemsMember, next.get(), items);
        }
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put(itemsMember, items);
        next.ifPresent(place -> answer.put(NEXT_TOKEN, place.token()));
        return answer;
    }

    private Optional<Place> readPage(
            OperationCall call,
            Map<String, @Nullable Object> request,
            String itemsMember,
            Place place,
            List<@Nullable Object> items) {
        Map<String, @Nullable Object> paged = new LinkedHashMap<>(request);
        pageSize.ifPresent(size -> paged.put("MaxResults", new BigDecimal(size)));
        place.pageToken().ifPresent(token -> paged.put(NEXT_TOKEN, token));
        Map<String, @Nullable Object> page = call.answer(paged);
        List<?> found = page.get(itemsMember) instanceof List<?> list ? list : List.of();
        int from = Math.min(place.shown(), found.size());
        int room = maxItems.map(most -> most - items.size()).orElse(Integer.MAX_VALUE);
        int to = (int) Math.min(found.size(), (long) from + room);
        items.addAll(found.subList(from, to));
        if (to < found.size()) {
            return Optional.of(new Place(place.pageToken(), to));
        }
        return Optional.ofNullable((String) page.get(NEXT_TOKEN)).map(token -> new Place(Optional.of(token), 0));
    }
}
