/**
 * Makes errors that are told to a client, not looked for by anyone: taking down where each was made costs more than
 * everything else about it, and an answer can have hundreds.
 */
export function withoutStacks<Made>(make: () => Made): Made {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return make();
  } finally {
    Error.stackTraceLimit = limit;
  }
}
