import { expect } from "chai";
import { datasets } from "../../lib/data/datasets.ts";
import { placeOf } from "../../lib/data/recordLayout.ts";

describe("the description of a dataset", () => {
  for (const dataset of datasets) {
    const { name, layout, packages, shape, sizes } = dataset;
    const layouts = packages.flatMap(({ files }) =>
      files.map((file) => ({ file, ...layout(file) })),
    );
    const recordsOf = (part: "training" | "test", has: "label" | "image") =>
      layouts
        .filter((each) => each.part === part && each[has] !== undefined)
        .map(({ first, count }) => [first, first + count]);

    it(`has files of ${name} that are filled by its records`, () => {
      for (const { file, ...records } of layouts) {
        expect(placeOf(records, records.count), file.name).to.equal(file.bytes);
        const bytes = records.image === undefined ? 0 : shape[0] * shape[1] * shape[2];
        expect(records.bytes, file.name).to.equal(
          bytes + (records.image ?? (records.label === undefined ? 0 : 1)),
        );
      }
    });

    it(`has the labels and images of ${name} one after another, as many as its parts`, () => {
      for (const has of ["label", "image"] as const) {
        for (const [part, size] of [
          ["training", sizes.train + sizes.validation],
          ["test", sizes.test],
        ] as const) {
          const records = recordsOf(part, has);
          expect(records[0][0]).to.equal(0);
          expect(records.map(([first]) => first).slice(1)).to.deep.equal(
            records.map(([, end]) => end).slice(0, -1),
          );
          expect(records.at(-1)?.[1]).to.equal(size);
        }
      }
    });
  }
});
