import { cifar10 } from "./cifar10.ts";
import { cifar100 } from "./cifar100.ts";
import type { Description } from "./description.ts";
import { emnistDigits } from "./emnistDigits.ts";
import { fashionMnist } from "./fashionMnist.ts";
import { mnist } from "./mnist.ts";

/** All that can be loaded. */
export const datasets: readonly Description[] = [
  cifar10,
  mnist,
  fashionMnist,
  emnistDigits,
  cifar100,
];
