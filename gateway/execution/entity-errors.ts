import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { SUBJECT_KEYS } from '../../contract/subject-pass.ts';
import { hiddenKey } from '../authorization/index.ts';

/**
 * ApolloGateway places an error about the n-th representation at the n-th object where the call was made for, though
 * objects that need nothing of the call send no representation: behind `holder`, a person's error lands on the
 * enterprise before. So errors about subjects carry whom they are about, and are placed again when all is fetched.
 */
interface AboutEntity {
  /** Where the call was made for: response keys, `@` for lists, `|[Type]` after a key for one type only. */
  readonly from: readonly string[];
  /** Response key of the subject's key in the result, and its value there. */
  readonly alias: string;
  readonly key: unknown;
  /** From the entity on. */
  readonly below: readonly (string | number)[];
}

/** Name of the fact under which an error carries it; it is taken off before anybody else reads the error. */
const ABOUT = 'aboutEntity';

/**
 * Marks errors of one call with the subject that each one is about; an error about anything else stays as it is.
 *
 * @param representations what was sent, in the order that the errors' paths count
 * @param from where the call was made for, as ApolloGateway says it
 */
export function markEntityErrors(
  errors: readonly GraphQLFormattedError[],
  representations: unknown,
  from: readonly (string | number)[] = [],
): readonly GraphQLFormattedError[] {
  if (!Array.isArray(representations)) return errors;
  return errors.map((error) => {
    const [root, index, ...below] = error.path ?? [];
    const sent: unknown =
      root === '_entities' && typeof index === 'number' ? representations[index] : undefined;
    const representation = (sent ?? {}) as Readonly<Record<string, unknown>>;
    const field = SUBJECT_KEYS[String(representation['__typename'])];
    if (field === undefined) return error;
    const about: AboutEntity = {
      from: from.map(String),
      alias: hiddenKey(field),
      key: representation[field],
      below,
    };
    return { ...error, extensions: { ...error.extensions, [ABOUT]: about } };
  });
}

/** Places marked errors at every object of the result that is about their subject, each place once. */
export function placeEntityErrors(errors: readonly GraphQLError[], data: unknown): readonly GraphQLError[] {
  const told = new Set<string>();
  return errors.flatMap((error) => {
    const { [ABOUT]: marked, ...extensions } = error.extensions;
    if (marked === undefined) return [error];
    const about = marked as AboutEntity;
    return placesOf(about, data).flatMap((place) => {
      const path = [...place, ...about.below];
      const name = JSON.stringify([path, extensions['code'], extensions['rule']]);
      if (told.has(name)) return [];
      told.add(name);
      return [new GraphQLError(error.message, { path, extensions })];
    });
  });
}

function placesOf(
  { from, alias, key }: AboutEntity,
  data: unknown,
): readonly (readonly (string | number)[])[] {
  const walk = (
    value: unknown,
    rest: readonly string[],
    path: readonly (string | number)[],
  ): readonly (readonly (string | number)[])[] => {
    if (typeof value !== 'object' || value === null) return [];
    if (Array.isArray(value)) {
      const inner = rest[0] === '@' ? rest.slice(1) : rest;
      return value.flatMap((item, index) => walk(item, inner, [...path, index]));
    }
    const [next, ...further] = rest;
    const object = value as Readonly<Record<string, unknown>>;
    if (next === undefined) return object[alias] === key ? [path] : [];
    const name = next.replace(/\|\[.*\]$/, '');
    return Object.hasOwn(object, name) ? walk(object[name], further, [...path, name]) : [];
  };
  return walk(data, from, []);
}
