/** Preloaded into a process (`node --expose-gc --import`): answers the message `memory` with the bytes in use. */
process.on('message', (message) => {
  if (message !== 'memory') return;
  // Twice: the first pass runs the finalizers whose memory the second one takes.
  globalThis.gc?.();
  setImmediate(() => {
    globalThis.gc?.();
    const { heapUsed, external } = process.memoryUsage();
    process.send?.({ memory: heapUsed + external });
  });
});
