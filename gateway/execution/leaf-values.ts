import { type GraphQLLeafType, isEnumType } from 'graphql';

const BUILT_IN: Readonly<Record<string, (value: unknown) => boolean>> = {
  Int: (value) =>
    Number.isInteger(value) && Math.abs(value as number) <= 2 ** 31 - (Number(value) > 0 ? 1 : 0),
  Float: (value) => typeof value === 'number',
  String: (value) => typeof value === 'string',
  Boolean: (value) => typeof value === 'boolean',
  ID: (value) => typeof value === 'string' || Number.isInteger(value),
};

/** Whether a value can stand for a leaf type (GraphQL specification §3.5, §3.9); a scalar of ours can be anything. */
export function isLeafValue(type: GraphQLLeafType): (value: unknown) => boolean {
  if (isEnumType(type)) {
    const names = new Set(type.getValues().map(({ name }) => name));
    return (value) => typeof value === 'string' && names.has(value);
  }
  return BUILT_IN[type.name] ?? ((value) => value !== undefined);
}
