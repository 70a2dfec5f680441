import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { signalOf } from './request-signal.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

const response = () => new ServerResponse(new IncomingMessage(new Socket()));

describe('the signal of a request', () => {
  it('comes when the deadline has passed, and says so', () => {
    const { signal } = signalOf(response(), 5_000);
    vi.advanceTimersByTime(4_999);
    expect(signal.aborted).toBe(false);
    vi.advanceTimersByTime(1);
    expect(signal.reason).toMatchObject({ name: 'TimeoutError', message: expect.stringContaining('5000') });
  });

  it('comes when the client goes before its answer', () => {
    const here = response();
    const { signal } = signalOf(here, 5_000);
    here.emit('close');
    expect(signal.reason).toMatchObject({ name: 'AbortError' });
  });

  it('comes at once when the client had gone before', () => {
    const here = response();
    here.destroy();
    expect(signalOf(here, 5_000).signal.aborted).toBe(true);
  });

  it('does not come when the request has ended before, and nothing is left of it', () => {
    const here = response();
    const { signal, end } = signalOf(here, 5_000);
    end();
    expect([vi.getTimerCount(), here.listenerCount('close')]).toEqual([0, 0]);
    here.emit('close');
    expect(signal.aborted).toBe(false);
  });
});
