import { expect } from "chai";
import { confusionMatrix, featureMaps, filterGrids, mistakeGrid, patchGrid } from "lib/plot";
import { pixels, traces } from "./png.ts";

const [red, green, blue] = [0, 1, 2].map((c) =>
  Uint8Array.from([0, 0, 0], (_, i) => (i === c ? 255 : 0)),
);

describe("filterGrids", () => {
  // Two filters of one pixel: [1, 1, channels, filters], the filters' weights in turn.
  const before = { title: "before", weights: [0.5, 0, -0.5, 0, 0, 0] };
  const after = { title: "after", weights: [1, 0, -1, 0, 0, 0.5] };
  const figure = filterGrids("Filters", [before, after], [1, 1, 3, 2]);

  it("draws every panel on one scale, 0 as middle grey", () => {
    expect(pixels(figure, 0)(1, 1)).to.deep.equal([191, 64, 128]);
    expect(pixels(figure, 0)(1, 3)).to.deep.equal([128, 128, 128]);
    expect(pixels(figure, 1)(1, 1)).to.deep.equal([255, 0, 128]);
    expect(pixels(figure, 1)(1, 3)).to.deep.equal([128, 128, 191]);
    expect(figure.layout.title).to.deep.include({
      text: "Filters<br><sup>middle grey is 0, the ends are ±1.00</sup>",
    });
  });

  it("has full colours for the largest weight, however small", () => {
    const small = { title: "", weights: [0.25, 0, -0.25, 0, 0, 0] };
    const drawn = filterGrids("", [small], [1, 1, 3, 2]);
    expect(pixels(drawn, 0)(1, 1)).to.deep.equal([255, 0, 128]);
    expect(drawn.layout.title).to.deep.include({
      text: "<br><sup>middle grey is 0, the ends are ±0.25</sup>",
    });
  });

  it("has middle grey and ends of ±0.00 where all weights are 0", () => {
    const drawn = filterGrids("", [{ title: "", weights: Array(6).fill(0) }], [1, 1, 3, 2]);
    expect(pixels(drawn, 0)(1, 1)).to.deep.equal([127, 127, 127]);
    expect(drawn.layout.title).to.deep.include({
      text: "<br><sup>middle grey is 0, the ends are ±0.00</sup>",
    });
  });

  it("numbers the filters from 1 and tells their weights, under the pointer", () => {
    const texts = traces(figure).flatMap(({ text }) => (text ? [text] : []));
    expect(texts.flat(2)).to.deep.equal([
      ...["filter 1: −0.50 to 0.50", "filter 2: 0.00 to 0.00"],
      ...["filter 1: −1.00 to 1.00", "filter 2: 0.00 to 0.50"],
    ]);
  });

  it("puts the panels side by side under their titles", () => {
    expect(figure.layout.annotations?.map(({ text }) => text)).to.deep.equal(["before", "after"]);
    const { xaxis, xaxis2 } = figure.layout as Record<string, { domain: [number, number] }>;
    expect(xaxis.domain[1]).to.be.below(xaxis2.domain[0]);
  });

  it("says in words what is to be seen", () => {
    expect(figure.layout.meta?.description).to.equal(
      "2 filters of 1 × 1 pixels; before the weights are −0.50 to 0.50, " +
        "after the weights are −1.00 to 1.00.",
    );
  });

  it("refuses channels that are no colours and weights that do not fill the shape", () => {
    const draw = (shape: [number, number, number, number]) => () =>
      filterGrids("", [before], shape);
    expect(draw([1, 1, 2, 3])).to.throw(RangeError, "have 2 channels; 1 is drawn grey");
    expect(draw([2, 5, 3, 2])).to.throw(
      RangeError,
      '"before" has 6 weights, the shape [2,5,3,2] takes 60',
    );
  });
});

describe("featureMaps", () => {
  const layer = {
    title: "conv1",
    image: red,
    imageShape: [1, 1, 3] as const,
    imageName: "cat",
    // Two rows, one column, three maps.
    activations: [1, 2, 0, 3, 4, 0],
    shape: [2, 1, 3] as const,
  };

  it("draws the image and every map, on one scale of colour", () => {
    const [, ...maps] = traces(featureMaps(layer));
    expect(pixels(featureMaps(layer))(1, 1)).to.deep.equal([255, 0, 0]);
    expect(maps.map(({ z }) => z)).to.deep.equal([
      [[1], [3]],
      [[2], [4]],
      [[0], [0]],
    ]);
    expect(new Set(maps.map(({ coloraxis }) => coloraxis))).to.deep.equal(new Set(["coloraxis"]));
  });

  it("draws the first maps alone when told so, and says how many there are", () => {
    const figure = featureMaps({ ...layer, first: 2 });
    expect(traces(figure)).to.have.length(3);
    expect(figure.layout.annotations?.map(({ text }) => text)).to.deep.equal([
      "cat",
      "the first 2 of 3 maps",
    ]);
  });

  it("lays maps where no other is", () => {
    const [, ...maps] = traces(featureMaps(layer)) as { x0: number; y0: number }[];
    expect(maps[1].x0 - maps[0].x0).to.be.above(1);
    expect(maps[2].y0 - maps[0].y0).to.be.above(2);
  });

  it("draws 16 maps unless told otherwise, to three digits, large ones a tenth of their height apart", () => {
    const [rows, maps] = [20, 17];
    const activations = Array.from({ length: rows * maps }, () => 1.2345);
    const [, first, second, ...others] = traces(
      featureMaps({ ...layer, activations, shape: [rows, 1, maps] }),
    );
    expect(others).to.have.length(14);
    expect(first).to.deep.include({ x0: 1.5, y0: 1.5, z: Array(rows).fill([1.23]) });
    expect(second).to.deep.include({ x0: 4.5, y0: 1.5 });
  });

  it("describes which image it is, how many maps are silent, and where the strongest response is", () => {
    expect(featureMaps(layer).layout.meta?.description).to.equal(
      "The image, cat, and 3 of 3 maps of 2 × 1 values; 1 of them are 0 everywhere. " +
        "The strongest response, 4.00, is that of map 2 in row 2, column 1.",
    );
  });

  it("names activations and shape when they disagree", () => {
    const draw = () => featureMaps({ ...layer, shape: [1, 1, 3] });
    expect(draw).to.throw(RangeError, "6 activations do not fill the shape [1,1,3]");
  });
});

describe("confusionMatrix", () => {
  const confusion = {
    title: "Confusion",
    classes: ["cat", "dog"],
    counts: [
      [3, 1],
      [0, 4],
    ],
    images: [
      [red, green],
      [null, blue],
    ],
    shape: [1, 1, 3] as const,
  };
  const figure = confusionMatrix(confusion);

  it("shows an image for each pair, true classes in rows", () => {
    const pixel = pixels(figure);
    expect([pixel(1, 1), pixel(1, 3), pixel(3, 3)]).to.deep.equal([
      [255, 0, 0],
      [0, 255, 0],
      [0, 0, 255],
    ]);
    expect(figure.layout.yaxis?.ticktext).to.deep.equal(["cat", "dog"]);
    expect(figure.layout.xaxis?.ticktext).to.deep.equal(["cat", "dog"]);
  });

  it("marks the pairs without an image", () => {
    const marks = traces(figure).find(({ name }) => name === "no image");
    expect([marks?.x, marks?.y]).to.deep.equal([[1.5], [3.5]]);
    expect(marks?.marker).to.have.nested.property("line.width", 1); // of lines alone
  });

  it("has the counts beside it, coloured by their share of the true class, and accuracies", () => {
    const numbers = traces(figure).find(({ xaxis }) => xaxis === "x2");
    expect(numbers?.text).to.deep.equal([
      ["3", "1"],
      ["0", "4"],
    ]);
    expect(numbers?.z).to.deep.equal([
      [0.75, 0.25],
      [0, 1],
    ]);
    const { yaxis2 } = figure.layout as Record<string, { ticktext: string[] }>;
    expect(yaxis2.ticktext).to.deep.equal(["75 %", "100 %"]);
  });

  it("tells under the pointer how many images each pair has", () => {
    const [, { text }] = traces(figure);
    expect(text).to.deep.equal([
      ["cat predicted as cat: 3 of 4", "cat predicted as dog: 1 of 4"],
      ["dog predicted as cat: 0 of 4", "dog predicted as dog: 4 of 4"],
    ]);
  });

  it("says in words how many are right and what is confused most", () => {
    expect(figure.layout.meta?.description).to.equal(
      "Right: 75 % of cat, 100 % of dog. Most often, cat is taken for dog: 1.",
    );
  });

  it("takes a class of which there is no image, or one, as it is", () => {
    const none = [null, null, null];
    const { data, layout } = confusionMatrix({
      ...{ title: "", classes: ["a", "b", "c"], images: [none, none, none], shape: [1, 1, 3] },
      counts: [[2, 0, 1], [0, 0, 0], [0, 0, 1]], // biome-ignore format: three rows
    });
    expect(data.at(-1)).deep.include({ z: [[0.6667, 0, 0.3333], [0, 0, 0], [0, 0, 1]] }); // biome-ignore format: three rows
    expect(layout.meta?.description).to.equal(
      "Right: 67 % of a, 0 % of b, 100 % of c. Most often, a is taken for c: 1.",
    );
  });

  it("refuses counts or images that are not one row and one column a class", () => {
    const draw = (wrong: object) => () => confusionMatrix({ ...confusion, ...wrong });
    expect(draw({ counts: [[1, 2]] })).to.throw(RangeError, "counts must be 2×2");
    expect(draw({ counts: [[1, 2], [3]] })).to.throw(RangeError, "counts must be 2×2");
    expect(draw({ images: [[red], [red]] })).to.throw(RangeError, "images must be 2×2");
  });
});

describe("mistakeGrid", () => {
  const mistake = { image: red, trueClass: "cat", predictedClass: "dog", probability: 0.987 };
  const figure = mistakeGrid("Mistakes", [mistake, { ...mistake, image: blue }], [1, 1, 3]);

  it("shows the images in order and under each what it is and was taken for", () => {
    expect([pixels(figure)(1, 1), pixels(figure)(1, 3)]).to.deep.equal([
      [255, 0, 0],
      [0, 0, 255],
    ]);
    const captions = traces(figure).find(({ mode }) => mode === "text");
    expect(captions?.text).to.deep.equal(Array(2).fill("cat, taken for<br>dog, 98.7 %"));
  });

  it("says the same in words", () => {
    expect(figure.layout.meta?.description).to.equal(
      "cat, taken for dog, 98.7 %; cat, taken for dog, 98.7 %.",
    );
  });
});

describe("patchGrid", () => {
  const patch = (pixels: Uint8Array, name: string) => ({ pixels, name });
  const figure = patchGrid(
    "conv3",
    [[patch(red, "cat"), patch(green, "dog")], [], [patch(blue, "cat")]],
    [1, 1, 3],
  );

  it("puts the patches of a filter under its number, the strongest first", () => {
    const at = pixels(figure);
    const [[y1, x1], [y2, x2], [y3, x3]] = [
      [3, 1],
      [5, 1],
      [3, 5],
    ];
    expect([at(y1, x1), at(y2, x2), at(y3, x3)]).to.deep.equal([[...red], [...green], [...blue]]);
    expect(at(3, 3)).to.deep.equal([]); // of a filter without patches
    expect(JSON.stringify(figure.data.at(-1))).to.include('"text":["1","2","3"]');
  });

  it("says the same in words", () => {
    expect(figure.layout.meta?.description).to.equal(
      "3 filters with up to 2 patches of 1 × 1 pixels each, 1 without any. 1: cat, dog. 2: none. 3: cat.",
    );
  });

  it("says that there are none where no filter has any", () => {
    expect(patchGrid("conv3", [[], []], [1, 1, 3]).layout.meta?.description).to.equal(
      "2 filters with up to 0 patches of 1 × 1 pixels each, 2 without any. 1: none. 2: none.",
    );
  });

  it("begins a new band after 16 filters", () => {
    const many = Array.from({ length: 18 }, () => [patch(red, "cat")]);
    const at = pixels(patchGrid("conv3", many, [1, 1, 3]));
    expect(at(7, 3)).to.deep.equal([...red]);
    expect(at(7, 5)).to.deep.equal([]);
    const high = Array(18).fill([patch(new Uint8Array(8), "cat")]);
    const { data, layout } = patchGrid("conv3", high, [4, 2, 1]);
    const { x, y, text } = data.at(-1) as { x: number[]; y: number[]; text: string[] };
    expect(text).to.deep.equal(high.map((_, i) => String(i + 1)));
    expect([x.slice(16), y.slice(14)]).to.deep.equal([[2, 5], [4, 4, 14, 14]]); // biome-ignore format: x and y
    expect(layout.meta?.description).to.include("up to 1 patches of 4 × 2 pixels each");
  });
});
