import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadGovernance } from '../../governance/index.ts';
import { type SupergraphTexts, supergraphReader } from '../supergraph/index.ts';
import { composeAside } from './compose-aside.ts';
import { answerGraphQuestion, composeGraph } from './compose-graph.ts';

const FILE = fileURLToPath(new URL('../../supergraph.yaml', import.meta.url));
const elements = new Map(
  [...loadGovernance().elements].map(([name, element]) => [name, { class: element.class }]),
);
const operations = [
  { source: '{ citizen(personalId: "079095000013") { name { full } } }', hash: 'a' },
  { source: '{ nothing }', hash: 'b' },
];

let texts: SupergraphTexts;
beforeAll(async () => {
  texts = await supergraphReader(FILE, {})();
});

/** The same files, but for one piece of one schema. */
function edited(name: string, piece: string, replacement: string): SupergraphTexts {
  const subgraphs = texts.subgraphs.map((subgraph) => {
    if (subgraph.name !== name) return subgraph;
    expect(subgraph.text).toContain(piece);
    return { ...subgraph, text: subgraph.text.replace(piece, replacement) };
  });
  return { ...texts, subgraphs };
}

describe('a composed graph', () => {
  it('has the same name wherever the same files are composed, and another one for others', () => {
    const { id, policySdl } = composeGraph(texts, elements);
    expect(composeGraph(structuredClone(texts), elements).id).toBe(id);
    const shorter = composeGraph(edited('catalogue', 'maxAge: 86400', 'maxAge: 60'), elements);
    // Lifetimes are not composed; entities that were kept under the longer one must not be found any more.
    expect(shorter.policySdl).toBe(policySdl);
    expect(shorter.id).not.toBe(id);
  });
});

describe('a thread that composes', () => {
  const signal = new AbortController().signal;

  it('answers as it would be answered here, with plans for what is valid', async () => {
    const question = { texts, elements, operations };
    const outcome = await composeAside(question, signal);
    expect(outcome).toEqual(structuredClone(answerGraphQuestion(question)));
    if (!('graph' in outcome)) throw new Error('Expected a graph.');
    expect(outcome.graph.ahead.map(({ hash }) => hash)).toEqual(['a']);
  });

  it('tells what is wrong with file and line, of all schemas at once', async () => {
    const wrong = edited('land', 'scalar CertificateSerial', 'scaler CertificateSerial');
    const subgraphs = wrong.subgraphs.map((subgraph) =>
      subgraph.name === 'insurance' ? { ...subgraph, text: `}${subgraph.text}` } : subgraph,
    );
    expect(await composeAside({ texts: { ...wrong, subgraphs }, elements, operations }, signal)).toEqual({
      problems: [
        expect.stringMatching(/^subgraphs\/insurance\/schema\.graphql:1: Syntax Error/),
        expect.stringMatching(/^subgraphs\/land\/schema\.graphql:\d+: Syntax Error/),
      ],
    });
  });

  it('tells of an element that the dictionary does not have', async () => {
    const fewer = new Map([...elements].filter(([name]) => name !== 'population.identity.religion'));
    const outcome = await composeAside({ texts, elements: fewer, operations }, signal);
    expect(outcome).toEqual({
      problems: [expect.stringMatching(/^subgraphs\/population\/schema\.graphql:\d+: .*religion/)],
    });
  });

  it('that fails is a problem of the graph, and of nobody else', async () => {
    const broken = { texts: {} as SupergraphTexts, elements, operations };
    expect(await composeAside(broken, signal)).toEqual({
      problems: [expect.stringMatching(/^supergraph: /)],
    });
  });

  it('ends when it is not needed any more', async () => {
    const stopping = new AbortController();
    const outcome = composeAside({ texts, elements, operations }, stopping.signal);
    stopping.abort(new Error('stopped'));
    await expect(outcome).rejects.toThrow('stopped');
    await expect(composeAside({ texts, elements, operations }, stopping.signal)).rejects.toThrow('stopped');
  });
});
