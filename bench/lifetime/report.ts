import { rounded } from '../spread.ts';
import { columns } from '../table.ts';
import type { Lifetime } from './compare.ts';
import { type Memory, STEPS } from './memory.ts';

/** How gateways begin, and what memory they take under load. */
export function lifetimeTable({ starts, memory }: Lifetime, memorySeconds: number): string {
  const at = Array.from(
    { length: STEPS },
    (_item, index) => `to ${timeOf((index + 1) / STEPS, memorySeconds)}`,
  );
  return [
    columns([
      ['F  start', 'ready s', 'first answer ms', 'second ms', 'warm ms'],
      ...starts.map(({ name, readySeconds, firstMs, secondMs, warmMs }) => [
        `  ${name}`,
        ...[readySeconds, firstMs, secondMs, warmMs].map(rounded),
      ]),
    ]),
    columns([
      ['F  RSS in MB under mixed load', 'before', ...at, 'most', 'answers'],
      ...memory.map(memoryCells),
    ]),
  ].join('\n\n');
}

function memoryCells({ name, startMb, stepsMb, mostMb, answers, failure }: Memory): readonly string[] {
  return [
    failure === null ? `  ${name}` : `  ${name} (failed)`,
    ...[startMb, ...stepsMb, mostMb].map((mb) => mb.toFixed(0)),
    String(answers),
  ];
}

function timeOf(share: number, seconds: number): string {
  const until = share * seconds;
  return until < 120 ? `${until.toFixed(0)} s` : `${(until / 60).toFixed(0)} min`;
}
