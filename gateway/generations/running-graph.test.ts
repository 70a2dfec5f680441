import fc from 'fast-check';
import { buildSchema } from 'graphql';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Generation } from './generation.ts';
import { LiveGraph } from './running-graph.ts';

let stopped: string[];
let faults: unknown[];

beforeEach(() => {
  stopped = [];
  faults = [];
});

/** A generation of which only its schema, and that it stops, are looked at. */
function generation(id: string, stop: () => Promise<void> = async () => undefined): Generation {
  const schema = buildSchema('type Query { n: Int }');
  return {
    id,
    access: { schema },
    stop: () => {
      stopped.push(id);
      return stop();
    },
  } as unknown as Generation;
}

const graphOf = (first: Generation) => new LiveGraph(first, (error) => faults.push(error));
const schemaOf = ({ access: { schema } }: Generation) => schema;

describe('a generation that is followed by another', () => {
  it('stops at once when no request is under way', () => {
    const [one, two] = [generation('one'), generation('two')];
    const graph = graphOf(one);
    graph.take(two);
    expect([graph.current(), stopped, graph.running]).toEqual([two, ['one'], 1]);
  });

  it('stops when its last request has ended, and not before', () => {
    const [one, two] = [generation('one'), generation('two')];
    const graph = graphOf(one);
    const [first, last] = [graph.enter(schemaOf(one)), graph.enter(schemaOf(one))];
    graph.take(two);
    first();
    first();
    expect([stopped, graph.running, graph.of(schemaOf(one))]).toEqual([[], 2, one]);
    last();
    expect([stopped, graph.running]).toEqual([['one'], 1]);
  });

  it('does not wait for requests of others', () => {
    const [one, two, three] = [generation('one'), generation('two'), generation('three')];
    const graph = graphOf(one);
    const ofOne = graph.enter(schemaOf(one));
    graph.take(two);
    graph.take(three);
    expect(stopped).toEqual(['two']);
    ofOne();
    expect(stopped).toEqual(['two', 'one']);
  });

  it('may fail to stop, which hinders nobody', async () => {
    const broken = generation('broken', () => Promise.reject(new Error('no')));
    const graph = graphOf(broken);
    graph.take(generation('two'));
    await graph.stop();
    expect([stopped, faults]).toEqual([['broken', 'two'], [new Error('no')]]);
  });
});

describe('a graph', () => {
  it('stays as it is when a listener refuses the next generation', () => {
    const [one, two] = [generation('one'), generation('two')];
    const graph = graphOf(one);
    const ignore = graph.onChange(() => {
      throw new Error('an invalid schema');
    });
    expect(() => graph.take(two)).toThrow('an invalid schema');
    expect([graph.current(), stopped]).toEqual([one, []]);
    ignore();
    graph.take(two);
    expect([graph.current(), stopped]).toEqual([two, ['one']]);
  });

  it('knows only schemas that it serves', () => {
    const graph = graphOf(generation('one'));
    expect(() => graph.of(buildSchema('type Query { n: Int }'))).toThrow('No generation');
    expect(() => graph.enter(buildSchema('type Query { n: Int }'))).toThrow('No generation');
  });

  it('that has stopped takes nothing any more, and stops everything once', async () => {
    const [one, two] = [generation('one'), generation('two')];
    const graph = graphOf(one);
    const leave = graph.enter(schemaOf(one));
    graph.take(two);
    await graph.stop();
    await graph.stop();
    leave();
    expect(stopped.toSorted()).toEqual(['one', 'two']);
    expect(() => graph.take(generation('three'))).toThrow('stopped');
  });

  it('stops each generation once, after its own requests, in whatever order things happen', () => {
    const event = fc.oneof(
      fc.constant({ kind: 'take' } as const),
      fc.constant({ kind: 'enter' } as const),
      fc.record({ kind: fc.constant('leave' as const), which: fc.nat() }),
    );
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        stopped = [];
        const all = [generation('0')];
        const graph = graphOf(all[0] as Generation);
        const inside: { readonly id: string; readonly leave: () => void }[] = [];
        for (const each of events) {
          const current = graph.current();
          if (each.kind === 'enter') inside.push({ id: current.id, leave: graph.enter(schemaOf(current)) });
          if (each.kind === 'leave') inside.splice(each.which % (inside.length + 1), 1)[0]?.leave();
          if (each.kind === 'take') {
            const next = generation(String(all.length));
            all.push(next);
            graph.take(next);
          }
          const busy = new Set([graph.current().id, ...inside.map(({ id }) => id)]);
          expect(stopped.toSorted()).toEqual(
            all
              .map(({ id }) => id)
              .filter((id) => !busy.has(id))
              .toSorted(),
          );
          expect(graph.running).toBe(busy.size);
        }
      }),
    );
  });
});
