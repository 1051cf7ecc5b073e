import { cifarLayout, recordBytes, SHAPE } from "./cifarRecords.ts";
import type { Splits } from "./dataset.ts";
import type { Description } from "./description.ts";
import { type FileOptions, loadDataset } from "./load.ts";

/**
 * Loads CIFAR-100 (Krizhevsky, 2009), its fine labels: 32x32 colour images of a hundred classes,
 * 45,000 to train on, 5,000 to validate, 10,000 to test, from `cifar-100-binary.tar.gz` or its
 * `train.bin` and `test.bin`, in `directory` or the folder that CNN_DATA_DIR names, or in
 * `cifar-100-binary` therein. Nothing is downloaded, as no sums of the unpacked files are published
 * to compare with.
 *
 * @throws Error that names the file, what is wrong with it and what to do.
 */
export function loadCifar100(options: FileOptions = {}): Promise<Splits> {
  return loadDataset(cifar100, options);
}

/** CIFAR-100, binary version, a coarse and a fine label: https://www.cs.toronto.edu/~kriz/cifar.html */
export const cifar100: Description = {
  name: "CIFAR-100",
  folders: ["cifar-100-binary"],
  downloads: false,
  python: ["cifar-100-python.tar.gz", "cifar-100-python", "train"],
  packages: [
    {
      name: "cifar-100-binary.tar.gz",
      urls: ["https://www.cs.toronto.edu/~kriz/cifar-100-binary.tar.gz"],
      files: [
        { name: "train.bin", bytes: 50000 * recordBytes(2) },
        { name: "test.bin", bytes: 10000 * recordBytes(2) },
      ],
    },
  ],
  classes: (
    "apple aquarium_fish baby bear beaver bed bee beetle bicycle bottle bowl boy bridge bus butterfly " +
    "camel can castle caterpillar cattle chair chimpanzee clock cloud cockroach couch crab crocodile " +
    "cup dinosaur dolphin elephant flatfish forest fox girl hamster house kangaroo keyboard lamp " +
    "lawn_mower leopard lion lizard lobster man maple_tree motorcycle mountain mouse mushroom " +
    "oak_tree orange orchid otter palm_tree pear pickup_truck pine_tree plain plate poppy porcupine " +
    "possum rabbit raccoon ray road rocket rose sea seal shark shrew skunk skyscraper snail snake " +
    "spider squirrel streetcar sunflower sweet_pepper table tank telephone television tiger tractor " +
    "train trout tulip turtle wardrobe whale willow_tree wolf woman worm"
  )
    .split(" ")
    .map((name) => name.replace("_", " ")),
  shape: SHAPE,
  sizes: { train: 45000, validation: 5000, test: 10000 },
  layout: cifarLayout(2),
};
