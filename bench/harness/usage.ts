import { readdirSync, readFileSync } from 'node:fs';

/** What a process and everything it started have used. */
export interface Usage {
  /** Milliseconds on a core, in user and kernel mode, of those that have ended as well. */
  readonly cpuMs: number;
  /** Megabytes of memory in use now. */
  readonly residentMb: number;
}

/** Linux counts processor time in hundredths of a second, whatever the kernel's own clock. */
const TICK_MS = 10;

/** Reads the use of a process and its descendants from /proc. */
export function usageOf(pid: number): Usage {
  const usages = descendants(pid).map(usageOfOne);
  return {
    cpuMs: usages.reduce((sum, { cpuMs }) => sum + cpuMs, 0),
    residentMb: usages.reduce((sum, { residentMb }) => sum + residentMb, 0),
  };
}

function descendants(pid: number): readonly number[] {
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    const children = threads.flatMap((thread) =>
      readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
    );
    return [pid, ...children.flatMap(descendants)];
  } catch {
    return [];
  }
}

function usageOfOne(pid: number): Usage {
  try {
    // The name of the program stands in brackets and may hold anything, so fields are counted behind it.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    const resident = /^VmRSS:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    // Its own time in user and kernel mode, and that of its children that have ended.
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    return {
      cpuMs: ticks * TICK_MS,
      residentMb: Number(resident ?? 0) / 1_024,
    };
  } catch {
    return { cpuMs: 0, residentMb: 0 };
  }
}
