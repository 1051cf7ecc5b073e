import { MessageChannel, receiveMessageOnPort, Worker } from "node:worker_threads";
import { expect } from "chai";
import { Signal } from "../../kernel/threads.ts";

/** Calls what the thread of the server exports, one call after another, and tells what came of each. */
const THREAD = `
  const { parentPort, workerData } = require("node:worker_threads");
  parentPort.once("message", async (calls) => {
    const input = await import(workerData.input);
    const sent = [];
    const sockets = { stdin: "stdin", reply: (...message) => sent.push(message) };
    for (const [name, ...args] of calls) {
      try {
        if (name === "askUser") input.askUser(sockets, ...args);
        else if (name === "answer") input.takeInput({ parent: { msg_id: sent[args[0]][4] }, content: args[1] });
        else input[name](...args);
      } catch (error) {
        sent.push(String(error));
      }
    }
    parentPort.postMessage(sent);
  });`;

describe("A question of the kernel to the user", () => {
  /** What is sent to the client, and what the cell gets as answers, in a number of calls. */
  async function play(calls: unknown[][], isInterrupted = false) {
    const { port1, port2 } = new MessageChannel();
    const signals = new Int32Array(new SharedArrayBuffer(12));
    signals[Signal.interrupt] = isInterrupted ? 1 : 0;
    const input = new URL("../../kernel/dist/kernels/typescript/server/input.js", import.meta.url)
      .href;
    const worker = new Worker(THREAD, {
      eval: true,
      workerData: { answers: port2, signals, input },
      transferList: [port2],
    });
    try {
      const sent = new Promise<(string | unknown[])[]>((resolve, reject) => {
        worker.once("message", resolve).once("error", reject);
      });
      worker.postMessage(calls);
      const said = await sent;
      const answers: unknown[] = [];
      for (let next = receiveMessageOnPort(port1); next; next = receiveMessageOnPort(port1)) {
        answers.push(next.message);
      }
      return { said, answers, answered: signals[Signal.answered] };
    } finally {
      port1.close();
      await worker.terminate();
    }
  }

  const question = { kind: "input", prompt: "who? ", password: true };
  const taking = { content: { allow_stdin: true } };
  const ask = ["askUser", question, taking];

  it("is put to the client of its cell, and its answer is taken once", async () => {
    const { said, answers, answered } = await play([
      ask,
      ["answer", 0, { value: "Ada" }],
      ["answer", 0, { value: "again" }],
      ["stopAsking"],
    ]);
    expect(said).to.have.length(1);
    expect(said[0].slice(0, 4)).to.deep.equal([
      ...["stdin", "input_request", { prompt: "who? ", password: true }, taking],
    ]);
    expect([answers, answered]).to.deep.equal([["Ada"], 1]);
  });

  it("stays open where an answer holds no text", async () => {
    const { said, answers } = await play([ask, ["answer", 0, {}], ["answer", 0, { value: "Ada" }]]);
    expect(said[1]).to.equal("TypeError: input_reply: value is missing, must be a string");
    expect(answers).to.deep.equal(["Ada"]);
  });

  it("takes no answer once it is interrupted, nor for the next, unless nobody says to which it belongs", async () => {
    const late = ["answer", 0, { value: "late" }];
    const unnamed = ["takeInput", { parent: {}, content: { value: "Ada" } }];
    const { answers } = await play([ask, ["stopAsking"], unnamed, late, ask, late, unnamed]);
    expect(answers).to.deep.equal([null, "Ada"]);
  });

  it("waits for nobody where no cell or client takes it, or where an interrupt is under way", async () => {
    const nobody = await play([
      ["askUser", question, undefined],
      ["askUser", question, { content: { allow_stdin: false } }],
    ]);
    expect(nobody).to.deep.equal({ said: [], answers: [null, null], answered: 1 });
    const late = await play([ask], true);
    expect(late).to.deep.equal({ said: [], answers: [null], answered: 1 });
  });
});
