import { type Mutant, mutantsOf } from '../mutant.ts';

const TAKING_OVER = [
  ...mutantsOf(
    'gateway/generations/running-graph.ts',
    ['gateway/generations/running-graph.test.ts'],
    [
      {
        name: 'a generation stops under the requests that it serves',
        text: 'served.isFollowed && served.requests === 0 &&',
        by: 'served.isFollowed &&',
      },
      {
        name: 'a request that ends twice takes another one’s generation away',
        text: '      if (!isInside) return;\n',
        by: '',
      },
      {
        name: 'a generation that nobody asks any more keeps its connections',
        text: '      this.#stopIfDone(served);\n    };',
        by: '    };',
      },
      {
        name: 'a graph that Apollo Server refuses takes over',
        text: '    const before = this.#current;\n    this.#current = next;\n',
        by: '    const before = this.#current;\n',
        also: [
          {
            file: 'gateway/generations/running-graph.ts',
            text: '    for (const listener of this.#listeners) listener(generation);\n',
            by: '    this.#current = next;\n    for (const listener of this.#listeners) listener(generation);\n',
          },
        ],
      },
    ],
  ),
  ...mutantsOf(
    'gateway/enforcing-gateway.ts',
    ['gateway/enforcing-gateway.test.ts'],
    [
      {
        name: 'a request is answered on a graph on which it was not validated',
        text: 'this.#parts.graph.of(incoming.schema)',
        by: 'this.#parts.graph.current()',
      },
      {
        name: 'Apollo Server is not told of a new graph',
        text: 'return graph.onChange(tell);',
        by: 'return () => undefined;',
      },
    ],
  ),
  ...mutantsOf(
    'gateway/operation-plugins.ts',
    ['test/scenarios/new-graph-while-running.test.ts'],
    [
      {
        name: 'nobody keeps the generation of a request',
        text: 'inside.set(request, graph.enter(request.schema));',
        by: 'inside.set(request, () => graph.of(request.schema));',
      },
    ],
  ),
];

const REFUSED = [
  ...mutantsOf(
    'gateway/generations/lost-elements.ts',
    ['gateway/generations/lost-elements.test.ts'],
    [
      {
        name: 'an element that an agreement names leaves the graph unnoticed',
        text: 'running.has(name) && !next.has(name)',
        by: 'running.has(name) && next.has(`${name}.`)',
      },
      {
        name: 'an agreement that is over holds the graph back',
        text: 'to === null || to >= on',
        by: "to === null || to !== ''",
      },
    ],
  ),
  ...mutantsOf(
    'gateway/generations/compose-graph.ts',
    ['gateway/generations/compose-graph.test.ts'],
    [
      {
        name: 'entities outlive a shorter lifetime',
        text: 'JSON.stringify([policySdl, texts.subgraphs])',
        by: 'JSON.stringify([policySdl])',
      },
    ],
  ),
  ...mutantsOf(
    'gateway/generations/watched-supergraph.ts',
    ['gateway/generations/watched-supergraph.test.ts'],
    [
      {
        name: 'a file that cannot be read ends the watch',
        text: '    return { problems: problemsOf(error) };',
        by: '    throw error;',
      },
      {
        name: 'what nobody changed is composed again and again',
        text: ' || isDeepStrictEqual(seen, taken)',
        by: '',
      },
    ],
  ),
  ...mutantsOf(
    'gateway/generations/plan-ahead.ts',
    ['gateway/generations/plan-ahead.test.ts'],
    [
      {
        name: 'what is not valid any more is planned ahead',
        text: ' || !isValid(schema, source)',
        by: '',
      },
      {
        name: 'what cannot be planned is found out by whoever asks it',
        text: '      throw new UnplannableOperation(hash);',
        by: '      return [];',
      },
    ],
  ),
];

/** How one graph follows another while requests run. */
export const GENERATIONS: readonly Mutant[] = [...TAKING_OVER, ...REFUSED];
