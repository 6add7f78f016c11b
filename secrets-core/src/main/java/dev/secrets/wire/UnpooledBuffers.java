package dev.secrets.wire;

import tools.jackson.core.util.BufferRecycler;
import tools.jackson.core.util.RecyclerPool;

/**
 * Gives the parser and the generator fresh buffers for each call, so that nothing of a body stays in a pool. They are an eighth of
 * the usual size, which a usual body fits; where one does not, they grow or are flushed.
 */
final class UnpooledBuffers extends RecyclerPool.NonRecyclingPoolBase<BufferRecycler> {
    private static final long serialVersionUID = 1;

    @Override
    public BufferRecycler acquirePooled() {
        return new Buffers();
    }

    private static final class Buffers extends BufferRecycler {
        private static final int SHIFT = 3;

        @Override
        protected int byteBufferLength(int kind) {
            return super.byteBufferLength(kind) >> SHIFT;
        }

        @Override
        protected int charBufferLength(int kind) {
            return super.charBufferLength(kind) >> SHIFT;
        }
    }
}
