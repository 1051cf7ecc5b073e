import type * as tf from "@tensorflow/tfjs";
import { courseNetwork, type NetworkOptions } from "./courseNetwork.ts";

/** The name of a network of `cifarCnn` that has sizes of its own. */
export type Preset = "course";

/** These networks, by name. */
export const PRESETS: Readonly<Record<Preset, (options: NetworkOptions) => tf.LayersModel>> = {
  course: courseNetwork,
};

/** Whether there is a preset of this name. */
export const isPreset = (name: string): name is Preset => Object.hasOwn(PRESETS, name);
