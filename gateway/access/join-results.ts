import type { GatewayExecutionResult } from '@apollo/server-gateway-interface';
import type { OwnGraph } from './own-fields.ts';
import { fieldsBelow, rootKeys } from './root-keys.ts';

type Data = Readonly<Record<string, unknown>>;

/**
 * Results of the parts of an operation as one, in the client's order; what no part has a value for is not answered at
 * all. An object of which two parts have fields is there when it is there in both.
 *
 * @param results that of the databases is the last one, where there is one
 */
export function joinResults(
  results: readonly GatewayExecutionResult[],
  { schema, ofMe }: Pick<OwnGraph, 'schema' | 'ofMe'>,
  ...operation: Parameters<typeof rootKeys>
): GatewayExecutionResult {
  const errors = results.flatMap((result) => result.errors ?? []);
  const extensions = results.at(-1)?.extensions;
  const said = {
    ...(errors.length === 0 ? {} : { errors }),
    ...(extensions === undefined ? {} : { extensions }),
  };
  const parts = results.map(({ data }) => data);
  if (parts.includes(undefined)) return said;
  if (parts.includes(null)) return { data: null, ...said };
  const data = joined(parts as readonly Data[], rootKeys(...operation), (objects, key) => {
    const keys = fieldsBelow(key, { schema, type: ofMe?.type ?? '' }, ...operation).keys();
    return joined(objects, [...keys], ([first]) => first);
  });
  return { data, ...said };
}

/** Parts of one object as one; what several have a value for goes through `join`, unless one of them has none. */
function joined(
  parts: readonly Data[],
  keys: readonly string[],
  join: (values: readonly Data[], key: string) => unknown,
): Record<string, unknown> {
  const data: Record<string, unknown> = Object.create(null);
  for (const key of keys) {
    const values = parts.filter((part) => Object.hasOwn(part, key)).map((part) => part[key]);
    if (values.length === 1) data[key] = values[0];
    else if (values.length > 1)
      data[key] = values.includes(null) ? null : join(values as readonly Data[], key);
  }
  return data;
}
