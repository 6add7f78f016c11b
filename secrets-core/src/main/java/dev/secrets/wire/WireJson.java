package dev.secrets.wire;

import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/**
 * How JSON is read and written here. Nothing of a body outlives its call: buffers are not pooled and names that a caller made up
 * are not remembered.
 */
final class WireJson {
    /** Far beyond the deepest request, which has three levels; what is ignored may nest a little more. */
    private static final int MAX_DEPTH = 64;

    static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
            .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
            // As the service writes, which leaves slashes alone.
            .disable(JsonWriteFeature.ESCAPE_FORWARD_SLASHES)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .recyclerPool(new UnpooledBuffers())
            .build();

    private WireJson() {}
}
