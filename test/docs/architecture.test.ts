import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { GATEWAY_AREAS, ROOMS, type Room } from '../../commands/checks/boundaries.ts';

const TEXT = readFileSync(new URL('../../docs/architecture.md', import.meta.url), 'utf8');

/** A row of the table of rooms, from the rule that the code is held to. */
function rowOf({ name, imports, doors = [] }: Room): readonly string[] {
  const areas = imports.filter((room) => room.startsWith('gateway/'));
  const others = imports.filter((room) => !room.startsWith('gateway/'));
  const named = [
    ...others.map((room) => `\`${room}\``),
    ...(areas.length === 0
      ? []
      : [areas.length === GATEWAY_AREAS.length ? 'every area' : 'the areas before it']),
  ];
  return [
    name,
    name === 'commands' && imports.length === ROOMS.length - 2 ? 'every room but `bench`' : named.join(', '),
    doors.map((door) => `\`${door}\``).join(', '),
  ];
}

describe('docs/architecture.md', () => {
  it('says who may import whom as the boundaries have it', () => {
    const rows = [...TEXT.matchAll(/^\| `([^`]+)` \| [^|]+ \| ([^|]*)\| ([^|]*)\|$/gm)].map(
      ([, room = '', imports = '', doors = '']) => [room, imports.trim(), doors.trim()],
    );
    const areas = ROOMS.filter(({ name }) => name.startsWith('gateway/'));
    const expected = ROOMS.filter((room) => !areas.slice(0, -1).includes(room)).map(rowOf);
    const area = expected.find(([name]) => name === areas.at(-1)?.name) ?? [];
    expect(rows).toEqual(expected.map((row) => (row === area ? ['gateway/<area>', ...area.slice(1)] : row)));
  });

  it('names the areas of the gateway in their order', () => {
    const sentence = /The areas in order: ([^.]+)\./.exec(TEXT)?.[1] ?? '';
    expect([...sentence.matchAll(/`(\w+)`/g)].map(([, area]) => area)).toEqual(GATEWAY_AREAS);
  });
});
