/** Whether cells run to be graded: nbgrader sets this where it autogrades and validates. */
export const isGrading: boolean = Boolean(process.env.NBGRADER_EXECUTION);
