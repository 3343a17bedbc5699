// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import io.perennial.adaptation.network.Device;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.Context;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;

/**
 * Where the tensors of one engine lie. New ones are made here and nowhere else, so that none lies elsewhere by accident;
 * what an operator derives from its inputs lies where they do.
 */
final class TorchDevice {

    static final TorchDevice CPU = new TorchDevice(Device.CPU, null);

    private final Device place;
    private final org.bytedeco.pytorch.Device target;

    /** @param target null for the processor, where nothing is moved */
    TorchDevice(Device place, org.bytedeco.pytorch.Device target) {
        this.place = place;
        this.target = target;
    }

    /**
     * @param wanted {@code auto}, {@code cpu} or {@code cuda:N}
     * @throws IllegalArgumentException if it is another text or a device that is not there
     */
    static TorchDevice named(String wanted) {
        if (wanted.equals(Device.AUTO)) {
            return missing().isPresent() ? CPU : cuda(new Device(0));
        }
        Device device = Device.parse(wanted);
        if (!device.isCuda()) {
            return CPU;
        }
        check(device, missing(), torch.cuda_device_count());
        return cuda(device);
    }

    /** Why there is no CUDA device, in words; empty where there is one. */
    static Optional<String> missing() {
        String library = "/org/bytedeco/pytorch/" + Loader.getPlatform() + "-gpu/libtorch_cuda.so";
        boolean packed = Natives.haveCuda() || torch.class.getResource(library) != null;
        return missing(packed, Context.hasCUDART(), torch.cuda_device_count());
    }

    /**
     * @param packed whether the build has libtorch for CUDA
     * @param loaded whether libtorch runs with CUDA
     * @param devices how many it sees
     */
    static Optional<String> missing(boolean packed, boolean loaded, int devices) {
        if (devices > 0) {
            return Optional.empty();
        } else if (loaded) {
            return Optional.of("no NVIDIA driver or no device is visible (nvidia-smi shows what is)");
        }
        return Optional.of(
                packed
                        ? "libtorch's CUDA libraries do not load (CUDA 13, cuDNN 9 and NCCL 2 must be on the library path)"
                        : "this build has no CUDA (build with -Pcuda, or use the image tag that ends in -cuda)");
    }

    /** @throws IllegalArgumentException if the device is not among those that are there */
    static void check(Device device, Optional<String> missing, int devices) {
        if (missing.isPresent()) {
            throw new IllegalArgumentException("score.device refused: expected a CUDA device for " + device
                    + ", got none: " + missing.get() + "; set score.device: cpu to go on without");
        }
        if (device.index() >= devices) {
            throw new IllegalArgumentException("score.device refused: expected "
                    + (devices == 1 ? "cuda:0, the only device here" : "cuda:0 to cuda:" + (devices - 1)) + ", got "
                    + device + "; name one that is there");
        }
    }

    /** Float32 sums in full precision, and of cuDNN the algorithms that are the same from run to run: TF32 has 10 bits of mantissa, which parity would see. */
    private static TorchDevice cuda(Device device) {
        Context context = torch.globalContext();
        context.setAllowTF32CuBLAS(false);
        context.setAllowTF32CuDNN(false);
        context.setDeterministicCuDNN(true);
        context.setBenchmarkCuDNN(false);
        var target = new org.bytedeco.pytorch.Device(torch.DeviceType.CUDA, (byte) device.index());
        return new TorchDevice(device, target.retainReference());
    }

    Device place() {
        return place;
    }

    /** A new float32 tensor with these values, row-major. */
    Tensor of(float[] values, long... shape) {
        Tensor tensor = Host.host(values, shape);
        return target == null ? tensor : tensor.to(target, torch.ScalarType.Float);
    }

    /** A new float32 tensor of zeros. */
    Tensor zeros(long... shape) {
        return target == null ? torch.zeros(shape) : torch.zeros(shape, new TensorOptions(target));
    }

    /** A new float32 tensor of one value. */
    Tensor full(float value, long... shape) {
        var fill = new Scalar(value);
        return target == null ? torch.full(shape, fill) : torch.full(shape, fill, new TensorOptions(target));
    }
}
