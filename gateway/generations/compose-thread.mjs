// The beginning of the thread that composes. A thread does not inherit what loads TypeScript, and can be started only
// on what needs no loader: so this file alone is JavaScript.
import { parentPort, workerData } from 'node:worker_threads';
import { register } from 'tsx/esm/api';

register();
const { answerGraphQuestion } = await import('./compose-graph.ts');
parentPort?.postMessage(answerGraphQuestion(workerData));
