/** What a learning platform says in the name of a submission. */
export interface Submitter {
  student: string;
  /** The platform's number of the student. */
  number?: string;
  /** When it was submitted, where the name says so, as text that sorts by time. */
  attempt?: string;
}

type Match = RegExpExecArray;

/** The names that learning platforms give to what students upload, and what they say. */
const platforms: [RegExp, (match: Match) => Submitter][] = [
  // Moodle: "Ada Lovelace_1234567_assignsubmission_file_submission.zip", also as a folder
  [/^(.+?)_(\d+)_assignsubmission_[a-z]+/, ([, student, number]) => ({ student, number })],
  // Blackboard: "Assignment_ada_attempt_2026-11-28-10-00-00_submission.zip"
  [/^.*_([^_]+)_attempt_(\d{4}(?:-\d\d){5})/, ([, student, attempt]) => ({ student, attempt })],
  // Canvas: "lovelaceada_LATE_12345_67890_submission.zip"
  [/^(\p{L}[\p{L}'-]*)(?:_LATE)?_(\d+)_\d+_/u, ([, student, number]) => ({ student, number })],
  // Brightspace: "12345-67890 - Ada Lovelace - Nov 28, 2026 1000 AM - submission.zip"
  [/^(\d+)-\d+ - (.+?) - /, ([, number, student]) => ({ student, number })],
  // `npm run submit`: "submission-ada.zip"
  [/^submission[-_ ](.+)\.zip$/i, ([, student]) => ({ student })],
  // a notebook alone: "ada-3.1-neural-network-operations.ipynb"
  [/^(.+?)[-_ ]+\d\.\d.*\.ipynb$/, ([, student]) => ({ student })],
];

/** @param name of a file or folder that was submitted */
export function studentOf(name: string): Submitter {
  for (const [pattern, read] of platforms) {
    const match = pattern.exec(name);
    if (match) return read(match);
  }
  return { student: name.replace(/\.(zip|ipynb)$/i, "") };
}
