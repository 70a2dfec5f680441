import type { OwnGraph } from './own-fields.ts';
import { ME } from './own-of-me.ts';
import { type Part, type Parts, rootFields } from './parts.ts';
import type { FieldPreview } from './preview-fields.ts';
import type { PreviewedOperation } from './preview-operation.ts';
import { fieldsBelow, rootKeys } from './root-keys.ts';

type Operation = Pick<PreviewedOperation, 'document' | 'operation' | 'variables'>;

/**
 * What was decided of the databases' fields, with what the gateway answers itself, which needs no grant; in the order
 * of the operation, without what `@skip` or `@include` leave out.
 */
export function previewOwn(
  ownGraph: Pick<OwnGraph, 'schema' | 'ofMe'>,
  { own, introspection }: Parts,
  asked: Operation,
  decided: readonly FieldPreview[],
): readonly FieldPreview[] {
  const roots = [own, introspection].flatMap(rootPreviews);
  return rootKeys(asked.document, asked.operation, asked.variables).flatMap((key) => {
    const known = decided.filter(({ path }) => path[0] === key);
    const root = roots.filter(({ path }) => path[0] === key);
    if (root.some(({ coordinate }) => coordinate === `Query.${ME}`))
      return withOwnOfMe(ownGraph, key, asked, known.length === 0 ? root : known);
    return [...known, ...root];
  });
}

function rootPreviews(part: Part | undefined): readonly FieldPreview[] {
  if (part === undefined) return [];
  const root = part.operation.operation === 'mutation' ? 'Mutation' : 'Query';
  return rootFields(part.document, part.operation).map(({ name, alias }) =>
    granted([(alias ?? name).value], `${root}.${name.value}`),
  );
}

/** `me` of both: nothing is answered below it where the databases withhold it. */
function withOwnOfMe(
  { schema, ofMe }: Pick<OwnGraph, 'schema' | 'ofMe'>,
  key: string,
  { document, operation, variables }: Operation,
  known: readonly FieldPreview[],
): readonly FieldPreview[] {
  const [me] = known;
  if (ofMe === undefined || me === undefined || me.decision === 'WITHHELD') return known;
  const below = [...fieldsBelow(key, { schema, type: ofMe.type }, document, operation, variables)];
  return [
    me,
    ...below.flatMap(([name, [field]]) =>
      field !== undefined && ofMe.fields.has(field.name.value)
        ? [granted([key, name], `${ofMe.type}.${field.name.value}`)]
        : known.filter(({ path }) => path[1] === name),
    ),
  ];
}

function granted(path: readonly string[], coordinate: string): FieldPreview {
  return { path, coordinate, decision: 'GRANTED', conditions: [], withholding: undefined };
}
