import type { Dispatcher } from 'undici';

/** How an HTTP request ended. */
export type HttpEnd =
  | { readonly status: number; readonly chunks: readonly Buffer[] }
  /** `untouched`: no byte of an answer had come. */
  | { readonly code: string; readonly untouched: boolean };

/**
 * One HTTP request, as undici's dispatcher tells it. These are the dispatcher's lean callbacks: the newer ones put every
 * answer's headers into an object that nobody here reads, which costs a fifth of a call.
 */
export class HttpExchange implements Dispatcher.DispatchHandler {
  readonly #onEnd: (end: HttpEnd) => void;
  readonly #chunks: Buffer[] = [];
  #status = 0;
  #untouched = true;
  #isAborted = false;
  #abort: (() => void) | undefined;

  /** `onEnd` is called once, and never after {@link abort}. */
  constructor(onEnd: (end: HttpEnd) => void) {
    this.#onEnd = onEnd;
  }

  abort(): void {
    this.#isAborted = true;
    this.#abort?.();
  }

  onConnect(abort: () => void): void {
    this.#abort = abort;
    // It was aborted while it still waited for its connection.
    if (this.#isAborted) abort();
  }

  onResponseStarted(): void {
    this.#untouched = false;
  }

  onHeaders(status: number): boolean {
    this.#status = status;
    return true;
  }

  onData(chunk: Buffer): boolean {
    this.#chunks.push(chunk);
    return true;
  }

  onComplete(): void {
    if (!this.#isAborted) this.#onEnd({ status: this.#status, chunks: this.#chunks });
  }

  onError(error: Error): void {
    if (this.#isAborted) return;
    const { code } = error as NodeJS.ErrnoException;
    this.#onEnd({ code: code ?? error.name, untouched: this.#untouched });
  }
}

/** The text of an answer's body. */
export function textOf(chunks: readonly Buffer[]): string {
  const [first] = chunks;
  if (first === undefined) return '';
  return chunks.length === 1 ? first.toString() : Buffer.concat(chunks).toString();
}
