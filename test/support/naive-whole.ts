import {
  type FieldNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  type SelectionNode,
  type SelectionSetNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';

/** More rows than a page may lose: the country has three protected persons, each with a few rows at most. */
const SPARE_ROWS = 15;
/** Most rows of a page. */
const MOST_ROWS = 100;

/** What the naive authorisation must know of an object, whatever the client asked of it. */
const KEYS: Readonly<Record<string, string>> = {
  Citizen: 'personalId',
  Business: 'enterpriseCode',
  LandParcel: 'parcelId unit { code }',
  BirthRegistration: 'father { __typename personalId } mother { __typename personalId }',
  CitizenLookup: 'personalId outcome',
  HouseholdMember: 'citizen { __typename personalId }',
  LegalRepresentative: 'citizen { __typename personalId }',
  DeclaredEmployee: 'citizen { __typename personalId }',
  BusinessMember: 'holder { __typename ... on Citizen { personalId } }',
  LandUseRight: 'holder { __typename ... on Citizen { personalId } }',
};

const PAGE =
  'edges { __typename cursor node { __typename KEYS } } pageInfo { __typename hasNextPage endCursor }';

/**
 * The same operation for a caller who may read everything, with what the naive authorisation needs beside it: keys of
 * subjects, longer pages, and for a citizen's own token that citizen in place of `me`.
 */
export function wholeOperation(query: string, schema: GraphQLSchema, citizen: string | undefined): string {
  const types = new TypeInfo(schema);
  const document = visit(
    parse(query),
    visitWithTypeInfo(types, {
      SelectionSet(node) {
        const added = addedTo(types.getParentType()?.name ?? '', schema);
        if (added.length === 0) return undefined;
        return { ...node, selections: [...node.selections, ...added] };
      },
      Field: {
        leave(node) {
          const isOwn = node.name.value === 'me' && citizen !== undefined;
          return isOwn ? asLookUp(node, citizen) : withSpareRows(node);
        },
      },
    }),
  );
  return print(document);
}

function addedTo(type: string, schema: GraphQLSchema): readonly SelectionNode[] {
  if (!type.endsWith('Connection')) return selections(KEYS[type] ?? '');
  const edge = schema.getType(type.replace(/Connection$/, 'Edge'));
  const node = edge && 'getFields' in edge ? String(edge.getFields()['node']?.type) : '';
  return selections(PAGE.replace('KEYS', KEYS[node] ?? ''));
}

const parsed = new Map<string, readonly SelectionNode[]>();

function selections(text: string): readonly SelectionNode[] {
  if (text === '') return [];
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const operation = parse(`{ ${text} }`, { noLocation: true }).definitions[0] as OperationDefinitionNode;
  const set: SelectionSetNode = operation.selectionSet;
  parsed.set(text, set.selections);
  return set.selections;
}

/** A page is asked for with more rows, so that those that others may not see can be replaced. */
function withSpareRows(node: FieldNode): FieldNode {
  return {
    ...node,
    arguments: (node.arguments ?? []).map((argument) =>
      argument.name.value === 'first' && argument.value.kind === Kind.INT
        ? {
            ...argument,
            value: {
              kind: Kind.INT,
              value: String(Math.min(Number(argument.value.value) + SPARE_ROWS, MOST_ROWS)),
            },
          }
        : argument,
    ),
  };
}

function asLookUp(node: FieldNode, citizen: string): FieldNode {
  return {
    ...node,
    alias: node.alias ?? node.name,
    name: { kind: Kind.NAME, value: 'citizen' },
    arguments: [
      {
        kind: Kind.ARGUMENT,
        name: { kind: Kind.NAME, value: 'personalId' },
        value: { kind: Kind.STRING, value: citizen },
      },
    ],
  };
}
