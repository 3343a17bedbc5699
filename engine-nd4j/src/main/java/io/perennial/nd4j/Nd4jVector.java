package io.perennial.nd4j;
import io.perennial.adaptation.network.*;
import java.util.concurrent.atomic.AtomicLong;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
final class Nd4jVector implements ParameterVector {
    final ParameterLayout layout; final INDArray flat; INDArray[] slices;
    Nd4jVector(ParameterLayout layout, AtomicLong held) { this.layout = layout; flat = Nd4j.zeros(DataType.FLOAT, Math.max(1, layout.size())); }
    static Nd4jVector of(ParameterVector v) { return (Nd4jVector) v; }
    ParameterLayout layout() { return layout; }
    INDArray flat() { return flat; }
    INDArray[] slices() { if (slices == null) { slices = new INDArray[layout.slices().size()]; for (int i = 0; i < slices.length; i++) { var s = layout.slices().get(i); long[] sh = java.util.Arrays.stream(s.shape()).asLongStream().toArray(); slices[i] = flat.get(NDArrayIndex.interval(s.offset(), s.offset() + s.length())).reshape('c', sh); } } return slices; }
    void setSlice(int i, INDArray part) { slices()[i].assign(part); }
    void zero() { flat.assign(0); }
    public int size() { return layout.size(); }
    public void copyFrom(ParameterVector o) { flat.assign(of(o).flat); }
    public void set(float[] v) { Host.write(flat, v); }
    public float[] toArray() { return java.util.Arrays.copyOf(Host.toArray(flat), layout.size()); }
    public void lerp(ParameterVector t, float s) { flat.addi(of(t).flat.sub(flat).mul(s)); }
    public void scale(float f) { flat.muli(f); }
    public void add(ParameterVector o, float f) { flat.addi(of(o).flat.mul(f)); }
    public void addSquares(ParameterVector o, float f) { throw new UnsupportedOperationException(); }
    public void pullByImportance(ParameterVector a, ParameterVector b, ParameterVector c, float w) { throw new UnsupportedOperationException(); }
    public void pullToGaussian(ParameterVector a, ParameterVector b, ParameterVector c, float w, float d) { throw new UnsupportedOperationException(); }
    public void adam(ParameterVector g, ParameterVector f, ParameterVector s, AdamRates r, long t) { throw new UnsupportedOperationException(); }
    public void sgd(ParameterVector g, ParameterVector b, float r, float m) { throw new UnsupportedOperationException(); }
    public float quantileOfSquares(double s) { throw new UnsupportedOperationException(); }
    public long restoreBelow(ParameterVector g, float t, ParameterVector s) { throw new UnsupportedOperationException(); }
    public long restoreSmallest(ParameterVector g, long c, ParameterVector s) { throw new UnsupportedOperationException(); }
    public long restoreSmallestOfEach(ParameterVector g, double s, ParameterVector p) { throw new UnsupportedOperationException(); }
    public long restoreRandom(double p, long s, ParameterVector q) { throw new UnsupportedOperationException(); }
    public long countEqual(ParameterVector o) { throw new UnsupportedOperationException(); }
    public double norm() { throw new UnsupportedOperationException(); }
    public double distance(ParameterVector o) { throw new UnsupportedOperationException(); }
    public double[] distances(ParameterVector o, ParameterLayout l) { throw new UnsupportedOperationException(); }
    public long[] countsEqual(ParameterVector o, ParameterLayout l) { throw new UnsupportedOperationException(); }
    public double squaredDeviations(ParameterVector m, ParameterVector v, double d) { throw new UnsupportedOperationException(); }
    public float[] some(int m) { throw new UnsupportedOperationException(); }
    public boolean isFinite() { throw new UnsupportedOperationException(); }
    public void close() { }
}
