import * as tf from "@tensorflow/tfjs";
import { type Device, type Started, Unusable } from "../backendName.ts";
import { loadFile, setUpFile } from "../optional.ts";
import { mendWebGpuKernels } from "./mendKernels.ts";

/** As much of WebGPU as is used here. */
interface Adapter {
  readonly info: Readonly<Record<"vendor" | "architecture" | "device" | "description", string>> & {
    readonly isFallbackAdapter?: boolean;
  };
  readonly features: ReadonlySet<string>;
  readonly limits: Readonly<Record<string, number>>;
  requestDevice(descriptor: {
    requiredFeatures: string[];
    requiredLimits: Record<string, number>;
  }): Promise<Device>;
}
interface Gpu {
  requestAdapter(options: { powerPreference: "high-performance" }): Promise<Adapter | null>;
}

/** The limits that bound the size of tensors and of what works on them together. */
const LIMITS = [
  "maxBufferSize",
  "maxStorageBufferBindingSize",
  "maxStorageBuffersPerShaderStage",
  "maxComputeWorkgroupStorageSize",
  "maxComputeInvocationsPerWorkgroup",
  "maxComputeWorkgroupSizeX",
  "maxComputeWorkgroupSizeY",
  "maxComputeWorkgroupSizeZ",
  "maxComputeWorkgroupsPerDimension",
];

const DAWN = "webgpu/index.js";
const BACKEND = "@tensorflow/tfjs-backend-webgpu/dist/tf-backend-webgpu.node.js";

/** Whether `npm run setup:webgpu` has run. */
export function hasWebGpu(): boolean {
  return setUpFile(DAWN) !== undefined && setUpFile(BACKEND) !== undefined;
}

/**
 * Starts WebGPU on the adapter that computes fastest, with all that it allows.
 *
 * @param software whether it may be one that a CPU stands in for
 * @param watch is given the device, to hear of its loss
 * @throws Unusable when it is not there, does not load or has no such adapter
 */
export async function startWebGpu(
  software: boolean,
  watch: (device: Device) => void,
): Promise<Started> {
  if (!tf.findBackendFactory("webgpu")) watch(await register());
  if (!(await tf.setBackend("webgpu"))) throw new Unusable("WebGPU did not start");
  mendWebGpuKernels();
  if (!adapterInUse) throw new Unusable("WebGPU was started by something else");
  const { info } = adapterInUse;
  const isSoftware = info.isFallbackAdapter || /swiftshader|llvmpipe/i.test(info.description);
  const device = [info.vendor, info.architecture, info.description].filter(Boolean).join(" ");
  if (isSoftware && !software) throw new Unusable(`the adapter is software (${device})`);
  return { device: `${isSoftware ? "software adapter" : "GPU"} ${device}`, gpu: !isSoftware };
}

let adapterInUse: Adapter | undefined;

/** Asks for adapter and device, makes TensorFlow.js's backend of them, and gives the device. */
async function register(): Promise<Device> {
  const dawn = setUpFile(DAWN);
  const backend = setUpFile(BACKEND);
  if (!dawn || !backend) throw new Unusable("not set up (npm run setup:webgpu)");
  const { create, globals } = loadFile(dawn) as {
    create: (options: string[]) => Gpu;
    globals: object;
  };
  const gpu = create([]);
  const adapter = await gpu.requestAdapter({ powerPreference: "high-performance" });
  if (!adapter) throw new Unusable("there is no adapter");
  const device = await adapter.requestDevice({
    requiredFeatures: ["timestamp-query"].filter((feature) => adapter.features.has(feature)),
    requiredLimits: Object.fromEntries(LIMITS.map((name) => [name, adapter.limits[name]])),
  });
  for (const [name, value] of Object.entries(globals)) {
    if (!(name in globalThis)) Object.assign(globalThis, { [name]: value });
  }
  const { WebGPUBackend } = loadFile(backend) as {
    WebGPUBackend: new (device: Device, info: Adapter["info"]) => tf.KernelBackend;
  };
  const make = () => withNavigator(gpu, () => new WebGPUBackend(device, adapter.info));
  tf.registerBackend("webgpu", make, 3);
  adapterInUse = adapter;
  return device;
}

/** The backend refuses to be made where `navigator.gpu` is not, and does not use it. */
function withNavigator<T>(gpu: Gpu, make: () => T): T {
  const before = Object.getOwnPropertyDescriptor(globalThis, "navigator");
  Object.defineProperty(globalThis, "navigator", { configurable: true, value: { gpu } });
  try {
    return make();
  } finally {
    if (before) Object.defineProperty(globalThis, "navigator", before);
    else Reflect.deleteProperty(globalThis, "navigator");
  }
}
