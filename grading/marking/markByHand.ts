import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { handMarksIn, keepHandMarks } from "../results/handMarks.ts";
import type { HandMark, HandMarks, StudentResult } from "../results/student.ts";
import { type ResultOptions, writeResults } from "../results/writeResults.ts";
import { type Question, questionPage, questionsOf, questionsPage } from "./questionPage.ts";

/** What a page sends. */
interface Sent extends HandMark {
  file: string;
}

/**
 * Shows pages on which a person marks answers, until the signal: on this machine alone, under an
 * address that nobody guesses. What is entered is kept at once, in grades.csv too.
 */
export async function markByHand(
  out: string,
  students: StudentResult[],
  options: ResultOptions,
  signal: AbortSignal,
  say: (address: string) => void = (address) =>
    console.error(`Mark by hand at ${address} (Ctrl-C ends it)`),
): Promise<void> {
  const marks = await handMarksIn(out);
  const secret = randomBytes(12).toString("hex");
  let keeping: Promise<void> = Promise.resolve();
  const keep = (question: Question, sent: Sent): Promise<void> => {
    const { file, ...mark } = sent;
    marks[question.id] = { ...marks[question.id], [file]: mark };
    const kept = keeping
      .then(async () => {
        await keepHandMarks(out, marks);
        await writeResults(out, students, marks, options);
      })
      .catch(({ message }) => {
        throw new Error(`${out} could not be written (${message}): make room, and enter it anew`);
      });
    keeping = kept.catch(() => {}); // the page tells of it, and the next mark is kept with this one
    return kept;
  };
  const server = createServer((request, response) => {
    answer(request, response, { secret, students, marks, keep }).catch((error: Error) =>
      response.writeHead(400).end(error.message),
    );
  });
  server.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  say(`http://127.0.0.1:${(server.address() as AddressInfo).port}/${secret}/`);
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve());
  });
  server.close();
  server.closeAllConnections();
  await keeping;
}

interface Served {
  secret: string;
  students: StudentResult[];
  marks: HandMarks;
  keep(question: Question, sent: Sent): Promise<void>;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { secret, students, marks, keep }: Served,
): Promise<void> {
  const [, given, name] = new URL(request.url ?? "", "http://127.0.0.1").pathname.split("/");
  const question = questionsOf(students).find(({ id }) => encodeURIComponent(id) === name);
  const send = (type: string, body: string) =>
    response.writeHead(200, { "content-type": `${type}; charset=utf-8` }).end(body);
  if (given !== secret) response.writeHead(404).end();
  else if (name === "") send("text/html", questionsPage(students, marks));
  else if (name === "marking.js") {
    send("text/javascript", await readFile(new URL("marking.js", import.meta.url), "utf8"));
  } else if (!question) response.writeHead(404).end();
  else if (request.method === "POST") {
    await keep(question, readSent(await text(request), question, students));
    response.writeHead(204).end();
  } else send("text/html", questionPage(question, students, marks));
}

/** @throws RangeError for points or a student that are none */
function readSent(body: string, { max }: Question, students: StudentResult[]): Sent {
  const { file, points, comment }: Partial<Sent> = JSON.parse(body);
  if (!students.some((student) => student.file === file) || !file) {
    throw new RangeError(`${file} is no student`);
  }
  const isGiven = points !== undefined;
  if (isGiven && !(typeof points === "number" && points >= 0 && points <= max)) {
    throw new RangeError(`${points} points, must be 0 to ${max}`);
  }
  return {
    file,
    ...(isGiven && { points }),
    ...(comment && { comment: String(comment) }),
  };
}
