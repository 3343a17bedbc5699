package io.perennial.nd4j;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
final class Host {
    private Host() {}
    static INDArray array(float[] values, long... shape) {
        INDArray a = Nd4j.createUninitializedDetached(DataType.FLOAT, 'c', shape);
        write(a, values);
        return a;
    }
    static void write(INDArray a, float... values) { if (values.length > 0) { a.data().asNioFloat().put(values); } }
    static float[] toArray(INDArray a) { float[] v = new float[(int) a.length()]; read(a, v, 0, v.length); return v; }
    static void read(INDArray a, float[] into, int offset, int length) { if (length > 0) { a.data().asNioFloat().get(into, offset, length); } }
}
