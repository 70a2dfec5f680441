import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { buildASTSchema, type DocumentNode, Kind, parse, print, validate, visit } from 'graphql';
import { createAuthorizer } from '../gateway/authorization/index.ts';
import { compose, readPolicySchema, readSupergraphFile } from '../gateway/supergraph/index.ts';
import { loadGovernance, type PolicyGrant } from '../governance/index.ts';
import { type Measure, summary, timesOf } from './measure.ts';

/** Leaves of the operation that is decided. */
const LEAVES = 170;
const FIRST_LIMIT = 2;
const CACHED_LIMIT = 0.05;

/**
 * How long deciding an operation of 170 leaves takes, when it is new and when it is known; compared with parsing and
 * validating the same operation, which every GraphQL server does.
 */
export async function measureDecisions(): Promise<readonly Measure[]> {
  const governance = loadGovernance();
  const file = await readSupergraphFile('supergraph.yaml', databaseUrls());
  const { policySdl } = compose(file, governance.elements);
  const schema = buildASTSchema(parse(policySdl), { assumeValidSDL: true });
  const graph = { schema, policy: readPolicySchema(policySdl) };
  const grant = governance.grantFor('GDT', 'QLNN:TAX', '2026-11-21');
  const operation = (round: number) => operationOf(`Round${round}`);

  const parsing = summary(await timesOf(300, (round) => validate(schema, parse(operation(round).text))));
  const fresh = Array.from({ length: 600 }, (_item, round) => operation(round));
  const first = createAuthorizer(graph);
  const deciding = summary(await timesOf(300, (round) => decide(first, fresh[round], grant)));
  const known = fresh[0];
  const cached = summary(await timesOf(20_000, () => decide(first, known, grant)));
  const baseline = 'parse and validate';
  const ratio = (median: number) => ({ to: baseline, value: median / parsing.median });
  return [
    { what: `${baseline}, ${LEAVES} leaves`, ...parsing, limit: null, ratio: null },
    {
      what: `decide, ${LEAVES} leaves, first time`,
      ...deciding,
      limit: FIRST_LIMIT,
      ratio: ratio(deciding.median),
    },
    { what: `decide, ${LEAVES} leaves, known`, ...cached, limit: CACHED_LIMIT, ratio: ratio(cached.median) },
  ];
}

interface Prepared {
  readonly text: string;
  readonly hash: string;
  readonly document: DocumentNode;
}

function decide(
  authorizer: ReturnType<typeof createAuthorizer>,
  prepared: Prepared | undefined,
  grant: PolicyGrant,
): void {
  const operation = prepared?.document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  if (prepared === undefined || operation === undefined) throw new Error('No operation was prepared.');
  authorizer.permit(prepared.hash, prepared.document, operation, grant, { personalId: '901085100001' });
}

/** The unified profile asked for twice, so that it has 170 leaves, under a name of its own. */
function operationOf(name: string): Prepared {
  const profile = parse(
    readFileSync(new URL('../test/operations/unified-profile.graphql', import.meta.url), 'utf8'),
  );
  const document = visit(profile, {
    OperationDefinition: (node) => ({
      ...node,
      name: { kind: Kind.NAME, value: name },
      selectionSet: {
        ...node.selectionSet,
        selections: ['first', 'second'].flatMap((alias) =>
          node.selectionSet.selections.map((selection) => ({
            ...selection,
            alias: { kind: Kind.NAME, value: alias },
          })),
        ),
      },
    }),
  });
  const text = print(document);
  return { text, hash: createHash('sha256').update(text).digest('hex'), document: parse(text) };
}

/** Composition needs an address for each database; none is called here. */
function databaseUrls(): Readonly<Record<string, string>> {
  return new Proxy({}, { get: () => 'http://127.0.0.1:1/graphql', has: () => true });
}
